import Glibc
import TestSupport
import Testing

@testable import Harness

@Suite("The list of rejected units written by a measured process")
struct RejectedLinesTests {
    private let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
    }

    private var lines: [String] { RejectedLines.first(in: root.path("list")) }

    @Test("The first ten lines are kept", arguments: [0, 1, 10, 11, 500])
    func first(count: Int) throws {
        try root.write((0..<count).map { "line \($0)\n" }.joined(), to: "list")
        #expect(lines == (0..<min(10, count)).map { "line \($0)" })
    }

    @Test("A last line without a line break is kept")
    func unended() throws {
        try root.write("one\ntwo", to: "list")
        #expect(lines == ["one", "two"])
    }

    @Test("Of an endless file, only the start is read, and a truncated line is dropped")
    func huge() throws {
        try root.write("one\n", to: "list")
        // 3 GB that take no disk space.
        try #require(truncate(root.path("list"), 3 << 30) == 0)
        #expect(lines == ["one"])
    }

    @Test("A FIFO, a folder, a link and a missing file have no lines")
    func noFile() throws {
        #expect(lines.isEmpty)
        try #require(mkfifo(root.path("list"), 0o600) == 0)
        #expect(lines.isEmpty)
        unlink(root.path("list"))
        try root.write("secret\n", to: "file")
        try #require(symlink("file", root.path("list")) == 0)
        #expect(lines.isEmpty)
        unlink(root.path("list"))
        try root.write("", to: "list/inside")
        #expect(lines.isEmpty)
    }
}
