import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("Files from other sources")
struct RegularFileTests {
    @Test("A regular file is read up to a limit, and anything else is not read")
    func start() throws {
        let root = try TemporaryDirectory()
        try root.write([UInt8](repeating: 7, count: 200_000), to: "file")
        #expect(
            RegularFile.start(of: root.path("file"), byteCountMaximum: 100_000)?.count == 100_000)
        #expect(
            RegularFile.start(of: root.path("file"), byteCountMaximum: 1 << 20)?.count == 200_000)
        try #require(mkfifo(root.path("fifo"), 0o600) == 0)
        for path in [root.path("fifo"), root.path, root.path("none"), "/dev/zero"] {
            #expect(RegularFile.start(of: path, byteCountMaximum: 10) == nil)
        }
        let error = #expect(throws: FileError.self) {
            try OpenFile(reading: root.path("fifo")).readAll()
        }
        #expect(error?.action == .read)
    }

    @Test("Temporary names are distinguished from other hidden files")
    func temporaryNames() {
        for name in [".run.json.7.tmp", ".run.json.3.71.tmp"] {
            #expect(AtomicFile.isTemporary(name))
        }
        for name in [".swap.tmp", "a.7.tmp", ".7.swp", ".tmp"] {
            #expect(!AtomicFile.isTemporary(name))
        }
    }
}

@Suite("Bytes as text")
struct ByteTextTests {
    @Test(
        "Bytes that are not UTF-8 are escaped, and all others are kept",
        arguments: [
            (Array("café".utf8), "café"), ([0x63, 0xE9], "c\\xE9"), ([0xE9, 0x0A], "\\xE9\n"),
            ([0xE2, 0x82, 0x41], "\\xE2\\x82A"), ([0xFF, 0xC3, 0xA9, 0x80], "\\xFFé\\x80"),
            ([], ""), ([0x0F], "\u{0F}"),
        ] as [([UInt8], String)])
    func display(bytes: [UInt8], text: String) {
        #expect(displayText(bytes) == text)
    }
}
