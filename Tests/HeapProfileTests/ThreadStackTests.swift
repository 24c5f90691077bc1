import MemoryBudget
import Testing

@testable import HeapProfile

@Suite("Stacks of the threads of a killed process")
struct ThreadStackTests {
    private static let map = """
        400000-401000 r-xp 00000000 00:00 0
        500000-501000 rw-p 00000000 00:00 0

        """

    private func frame(
        _ function: String, _ role: FrameRole, place: Int? = nil, isNamed: Bool = true
    ) -> NamedFrame {
        NamedFrame(
            function: function, symbol: function, file: place.map { _ in "/src/app.c" },
            line: place, module: role == .user ? "/bin/app" : "/lib/libc.so.6", role: role,
            isNamed: isNamed)
    }

    private func thread(_ stack: NamedFrame...) -> NamedThread {
        NamedThread(id: 7, name: "app", stack: stack, extent: .whole)
    }

    @Test("The called function has its public name")
    func called() {
        let user = frame("load", .user, place: 12)
        let memset = thread(frame("__memset_avx512_unaligned_erms", .library), user)
        #expect(memset.calledFunction == "memset")
        let malloc = thread(
            frame("_int_malloc", .library), frame("__libc_malloc", .library), user)
        #expect(malloc.calledFunction == "malloc")
        let join = thread(
            frame("__futex_wait", .library), frame("__pthread_join_ex", .library), user)
        #expect(join.calledFunction == "__pthread_join_ex")
        #expect(join.userFrame?.place == "app.c:12")
    }

    @Test(
        "Without symbols the called function is the library; in the user's own code there is none")
    func nameless() {
        let user = frame("load", .user)
        let stripped = thread(frame("libc.so.6+0x1234", .library, isNamed: false), user)
        #expect(stripped.calledFunction == "libc.so.6")
        #expect(thread(user).calledFunction == nil)
        #expect(thread().userFrame == nil)
    }

    @Test("A stack ends at an address outside of code, where the unwinder guessed")
    func guessed() {
        let stack = ThreadStack(
            id: 7, name: "app", addresses: [0x1234, 0x400010, 0x401000, 0x4007, 0x400020],
            extent: .whole)
        let clipped = CodeRanges(parsing: Self.map).clipped(stack)
        #expect(clipped.addresses == [0x1234, 0x400010, 0x401000])
        #expect(clipped.extent == .cut)
    }

    @Test("A whole stack, and one of the innermost frame only, are not clipped")
    func unclipped() {
        let whole = ThreadStack(
            id: 7, name: "app", addresses: [0x400010, 0x400020], extent: .whole)
        let leaf = ThreadStack(id: 7, name: "app", addresses: [0x4007], extent: .leaf)
        let code = CodeRanges(parsing: Self.map)
        #expect(code.clipped(whole) == whole)
        #expect(code.clipped(leaf) == leaf)
    }

    /// A symbolizer that names every address after itself.
    private struct Names: Symbolizer {
        func functions(
            at addresses: [UInt64], in path: String, timeout: Duration
        ) async throws -> [[SourceFunction]] {
            addresses.map { [SourceFunction(symbol: "at_" + String($0, radix: 16))] }
        }
    }

    @Test("Threads are symbolized like sites, by the byte before the address")
    func symbolized() async {
        let program = "/proc/self/exe"
        let map = AddressMap(
            parsing: "400000-600000 r-xp 00000000 08:01 7                          \(program)\n")
        var builder = ProfileBuilder(map: map, symbolizer: Names())
        let threads = await builder.namedThreads([
            ThreadStack(id: 7, name: "app", addresses: [0x400011, 0x400021], extent: .whole)
        ])
        #expect(threads.first?.stack.map(\.function) == ["at_10", "at_20"])
        #expect(threads.first?.id == 7)
    }
}
