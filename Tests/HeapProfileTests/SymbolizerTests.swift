import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import HeapProfile

@Suite("Calls of llvm-symbolizer")
struct SymbolizerTests {
    /// Returns a program named `llvm-symbolizer` that runs a line of shell.
    private func symbolizer(_ line: String) throws -> (LLVMSymbolizer, TemporaryDirectory) {
        let directory = try TemporaryDirectory()
        let path = try directory.write("#!/bin/sh\n\(line)\n", to: "llvm-symbolizer")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return (try #require(LLVMSymbolizer(searchPath: directory.path)), directory)
    }

    @Test("Inlined functions come first, and a file without a line is ignored")
    func answer() async throws {
        let answer = #"""
            {"Address":"0x1","Symbol":[{"Column":1,"FileName":"/src/a.c","FunctionName":"inner","Line":3},
            {"Column":1,"FileName":"/src/b.c","FunctionName":"outer","Line":0}]}
            """#.replacing("\n", with: "")
        let (symbolizer, directory) = try symbolizer("echo '\(answer)'")
        let found = try await symbolizer.functions(
            at: [1], in: "/bin/app", timeout: .seconds(20))
        #expect(
            found == [
                [
                    SourceFunction(symbol: "inner", file: "/src/a.c", line: 3),
                    SourceFunction(symbol: "outer"),
                ]
            ])
        withExtendedLifetime(directory) {}
    }

    @Test("Answers for a file with a build ID are cached")
    func cached() async throws {
        let answer = """
            {"Symbol":[{"Column":1,"FileName":"","FunctionName":"main","Line":0}]}
            """
        let (symbolizer, directory) = try symbolizer(
            """
            for word in "$@"; do
                case $word in 0x*) echo $word >> "$0.asked"; echo '\(answer)';; esac
            done
            """)
        for addresses: [UInt64] in [[1, 2], [2, 1], [3, 1]] {
            let found = try await symbolizer.functions(
                at: addresses, in: "/bin/sh", timeout: .seconds(20))
            #expect(found.map { $0.map(\.symbol) } == [["main"], ["main"]])
        }
        let asked = try String(
            contentsOfFile: directory.path("llvm-symbolizer.asked"), encoding: .utf8)
        #expect(asked == "0x1\n0x2\n0x3\n")
    }

    @Test("Rust symbols are demangled by the symbolizer, and others are not")
    func words() async throws {
        func answer(_ names: String...) -> String {
            let symbols = names.map {
                "{\"Column\":1,\"FileName\":\"/src/a.rs\",\"FunctionName\":\"\($0)\",\"Line\":3}"
            }
            return "{\"Address\":\"0x1\",\"Symbol\":[\(symbols.joined(separator: ","))]}"
        }
        let (symbolizer, directory) = try symbolizer(
            """
            case "$*" in
            *--no-demangle*) echo '\(answer("main"))'; echo '\(answer("_RNv", "main"))';;
            *0x2) test "$#" = 6 && echo '\(answer("rs::fill::<u8>", "main"))';;
            esac
            """)
        let found = try await symbolizer.functions(
            at: [1, 2], in: "/bin/app", timeout: .seconds(20))
        #expect(found.map { $0.map(\.symbol) } == [["main"], ["_RNv", "main"]])
        #expect(found.map { $0.map(\.words) } == [[nil], ["rs::fill::<u8>", nil]])
        withExtendedLifetime(directory) {}
    }

    @Test(
        "A symbolizer that fails, gives invalid or too few answers, or is too slow, is an error",
        arguments: ["exit 1", "echo nonsense", "echo '[]'", "sleep 60"])
    func failing(line: String) async throws {
        let (symbolizer, directory) = try symbolizer(line)
        await #expect(throws: (any Error).self) {
            _ = try await symbolizer.functions(
                at: [1], in: "/bin/app", timeout: .milliseconds(line == "sleep 60" ? 50 : 20_000))
        }
        withExtendedLifetime(directory) {}
    }
}
