import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import Files

@Suite("Files appended to by one process")
struct AppendedFileTests {
    let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
    }

    private func file() throws -> AppendedFile {
        var file = try AppendedFile(root.path("journal"))
        try file.append(Array("first\n".utf8))
        return file
    }

    private func expectChanged(_ file: consuming AppendedFile) {
        var file = file
        let checked = #expect(throws: StoredFileError.self) { try file.check() }
        let appended = #expect(throws: StoredFileError.self) { try file.append([1]) }
        #expect(checked?.cause == .changed && appended?.cause == .changed)
    }

    @Test("Kept and appended pieces of any size give exactly the written content")
    func pieces() throws {
        try root.write([UInt8](repeating: 65, count: 150_000) + [10, 66, 67], to: "journal")
        var file = try AppendedFile(root.path("journal"))
        let bytes = try file.contents(upTo: .mebibytes(1))
        #expect(bytes.count == 150_003)
        try file.keep(bytes[..<150_001])
        for count in [1, 3, 7, 8, 9, 70_000] {
            try file.append([UInt8](repeating: UInt8(count & 0xFF), count: count))
        }
        try file.check()
        let whole = try file.contents(upTo: .mebibytes(1))
        #expect(whole.count == 150_001 + 70_028)
    }

    @Test("A changed byte, a changed length, a replaced file and a missing file are noticed")
    func changed() throws {
        let first = try file()
        try root.write("FIRST\n", to: "journal")
        expectChanged(first)
        unlink(root.path("journal"))
        let second = try file()
        let writer = try OpenFile(root.path("journal"), O_WRONLY, to: .open)
        try writer.write(Array("forged".utf8), at: 0)
        expectChanged(second)
        unlink(root.path("journal"))
        let third = try file()
        try OpenFile(root.path("journal"), O_WRONLY | O_APPEND, to: .open).write([65])
        expectChanged(third)
        unlink(root.path("journal"))
        let fourth = try file()
        unlink(root.path("journal"))
        try root.write("first\n", to: "journal")
        expectChanged(fourth)
        unlink(root.path("journal"))
        let fifth = try file()
        unlink(root.path("journal"))
        expectChanged(fifth)
    }

    @Test("Appending reads nothing again, unless another process touched the file")
    func readOnce() throws {
        let piece = [UInt8](repeating: 65, count: 1 << 20)
        var file = try file()
        let before = try Self.readCount()
        for _ in 0..<20 { try file.append(piece) }
        // Reading the file each time would be 190 MiB.
        #expect(try Self.readCount() - before < 10 << 20)
        #expect(chmod(root.path("journal"), 0o600) == 0)
        let untouched = try Self.readCount()
        try file.append(piece)
        #expect(try Self.readCount() - untouched >= 20 << 20)
    }

    /// Returns the number of bytes that this process has read.
    private static func readCount() throws -> Int {
        let lines = try #require(readText("/proc/self/io")).split(separator: "\n")
        let line = try #require(lines.first { $0.hasPrefix("rchar: ") })
        return try #require(Int(line.dropFirst(7)))
    }

    @Test("A link, a FIFO and a folder are never appended to")
    func special() throws {
        try root.write("mine", to: "precious")
        try #require(symlink("precious", root.path("journal")) == 0)
        try #require(mkfifo(root.path("fifo"), 0o600) == 0)
        for (name, cause) in [
            ("journal", StoredFileError.Cause.link), ("fifo", .notRegular), ("", .notRegular),
        ] {
            let error = #expect(throws: StoredFileError.self) {
                _ = try AppendedFile(root.path(name))
            }
            #expect(error?.cause == cause)
        }
    }
}
