import Testing

@testable import HeapProfile

@Suite("Names of functions")
struct FunctionNameTests {
    @Test(
        "A symbol is shortened to the function that it serves",
        arguments: [
            ("main", "main"),
            ("_ZN3foo3barEi", "foo::bar"),
            ("_ZNSt6vectorIiSaIiEE9push_backERKi", "std::vector::push_back"),
            ("$sSa6appendyyxnF", "Array.append"),
            ("$s9CSVIngest7LoadAllV3runyyF", "CSVIngest.LoadAll.run"),
            ("$s9CSVIngest7LoadAllV3runyyFTA", "CSVIngest.LoadAll.run"),
            ("$s9CSVIngest7LoadAllV3runyyFyycfU_", "closure #1 in CSVIngest.LoadAll.run"),
            (
                "$s9CSVIngest7LoadAllV3run33_5817FC781E0CA7975BA8026F12084DEDLLyyF",
                "CSVIngest.LoadAll.run"
            ),
            ("$sSS4sizeSivg", "String.size.getter"),
            ("_ZN4shop12_GLOBAL__N_18index_ofEi", "shop::index_of"),
            (
                "_ZN4shop5StoreINS_5OrderEE3putINSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEEEvOT_",
                "shop::Store::put"
            ),
            ("_ZZ4mainENKUlmE_clEm", "lambda #1 in main"),
            ("operator()", "lambda"),
            ("__invoke_r<void, main()::<lambda(int)>&, int>", "__invoke_r"),
            ("_ZN4shop5AdderclEi", "shop::Adder::operator()"),
            ("_ZN4shop5AddercvbEv", "shop::Adder::operator bool"),
            ("_ZN2v88internal12_GLOBAL__N_14WorkEv", "v8::internal::Work"),
            ("_ZThn16_N4shop5Order4loadEv", "shop::Order::load"),
            ("parse_row.constprop.0", "parse_row"),
            ("_ZN3foo3barEi.cold", "foo::bar"),
            ("_ZN2rs5store14Store$LT$T$GT$4fill17h170e8efda4712e98E", "rs::store::Store::fill"),
            (
                "_ZN50_$LT$rs..store..Big$u20$as$u20$rs..store..Load$GT$4load17h0d73ded17716fc7eE",
                "rs::store::Big::load"
            ),
            (
                "_ZN2rs5index28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE",
                "rs::index::{{closure}}"
            ),
            ("_RNvCskr6DVkJoIvl_2rs5index", "_RNvCskr6DVkJoIvl_2rs5index"),
            ("not$a$symbol", "not$a$symbol"),
        ])
    func short(symbol: String, name: String) {
        #expect(FunctionName(symbol: symbol).short == name)
    }

    @Test(
        "A Rust name is the one from llvm-symbolizer, without type arguments",
        arguments: [
            ("rs::index", "rs::index"),
            ("<rs::store::Store<alloc::string::String>>::fill", "rs::store::Store::fill"),
            ("<rs::store::Big as rs::store::Load>::load", "rs::store::Big::load"),
            (
                "<rs::store::Big as rs::store::Load>::load::{closure#0}",
                "rs::store::Big::load::{closure#0}"
            ),
            ("rs::index::{closure#0}", "rs::index::{closure#0}"),
            ("std::mem::align_of::<f64>", "std::mem::align_of"),
            (
                "core::ptr::drop_in_place::<alloc::boxed::Box<dyn rs::store::Load>> (.llvm.458)",
                "core::ptr::drop_in_place"
            ),
            ("<str as core::fmt::Display>::fmt", "str::fmt"),
            ("_RNvB0_", "_RNvB0_"),
        ])
    func rust(words: String, name: String) {
        #expect(FunctionName(symbol: "_RNvB0_", words: words).short == name)
    }

    @Test("The role of a frame depends on its symbol, its source and its module")
    func roles() {
        func role(
            _ symbol: String, words: String? = nil, source: String? = nil,
            module: String = "/srv/app"
        ) -> FrameRole {
            FrameRole(
                FunctionName(symbol: symbol, words: words), sourceFile: source, module: module)
        }
        #expect(role("malloc", module: "/lib/libc.so.6") == .allocator)
        #expect(role("_Znwm") == .allocator)
        #expect(role("sampler_sample", module: "/opt/libmembudget-sampler.so") == .allocator)
        #expect(role("keep_reading", module: "/opt/libmembudget-agent.so") == .allocator)
        #expect(role("swift_slowAlloc") == .runtime)
        #expect(role("$sSa6appendyyxnF") == .runtime)
        #expect(role("sqlite3Malloc", module: "/usr/lib/libsqlite3.so.0") == .library)
        #expect(role("query", source: "/srv/.build/checkouts/GRDB/Row.swift") == .library)
        #expect(role("$s9CSVIngest7LoadAllV3runyyF", source: "/srv/LoadAll.swift") == .user)
        #expect(role("load_all") == .user)
        // A user's extension of a standard library type.
        #expect(role("$sSa9CSVIngestE3fooyyF") == .user)
        #expect(role("_start") == .runtime)
        #expect(role("_dispatch_worker_thread") == .runtime)
        #expect(role("__invoke_impl", source: "/usr/include/c++/12/bits/invoke.h") == .runtime)
        let fortified = "/usr/include/x86_64-linux-gnu/bits/string_fortified.h"
        #expect(role("memset", source: fortified) == .runtime)
        #expect(
            role("_mm_add_epi8", source: "/usr/lib/gcc/x86_64-linux-gnu/12/include/a.h") == .runtime
        )
        #expect(role("resize", source: "/usr/include/eigen3/Eigen/src/Core/Array.h") == .library)
        #expect(role("_RX", words: "<rs::store::Big as rs::store::Load>::load") == .user)
        #expect(role("_RN", words: "core::slice::index::slice_index_fail") == .runtime)
        #expect(role("_RX", words: "<str as core::fmt::Display>::fmt") == .runtime)
        #expect(role("_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE") == .runtime)
        #expect(role("new_dict", module: "/opt/python/bin/python3.11") == .library)
    }

    @Test("A function without a source belongs to a library if its module is known to be one")
    func modules() {
        let name = FunctionName(symbol: "$s9CSVIngest7LoadAllV3runyyF")
        #expect(name.unit == "CSVIngest")
        let role = FrameRole(
            name, sourceFile: nil, module: "/srv/app", libraries: ["CSVIngest"])
        #expect(role == .library)
        #expect(FunctionName(symbol: "_RN", words: "rs::index").unit == "rs")
        #expect(FunctionName(symbol: "main").unit == nil)
    }

    @Test(
        "An interpreter is recognised by its file name",
        arguments: [
            ("/usr/bin/python3.11", "python"), ("/usr/lib/libpython3.11.so.1.0", "python"),
            ("/usr/bin/node", "node"), ("/usr/bin/nodetool", nil), ("/srv/python-app", nil),
            ("", nil),
        ])
    func interpreter(path: String, name: String?) {
        #expect(Interpreter.name(ofModule: path) == name)
    }
}
