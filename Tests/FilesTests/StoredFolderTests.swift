import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import Files

@Suite("Folders with files from other sources")
struct StoredFolderTests {
    let root: TemporaryDirectory
    let folder: StoredFolder

    init() throws {
        root = try TemporaryDirectory()
        try root.write("secret", to: "outside/secret")
        try root.write("mine", to: "run/series/a.csv")
        folder = StoredFolder(root.path("run"))
    }

    private func cause(of name: String) -> StoredFileError.Cause? {
        #expect(throws: StoredFileError.self) {
            _ = try folder.bytes(of: name, upTo: ByteCount(100))
        }?.cause
    }

    @Test("A regular file is read, and a missing one is nil")
    func regular() throws {
        #expect(try folder.bytes(of: "series/a.csv", upTo: ByteCount(100)) == Array("mine".utf8))
        #expect(try folder.bytes(of: "series/b.csv", upTo: ByteCount(100)) == nil)
        #expect(try folder.bytes(of: "rejected/b.csv", upTo: ByteCount(100)) == nil)
        #expect(try StoredFolder(root.path("no")).bytes(of: "a", upTo: ByteCount(1)) == nil)
        #expect(try folder.names(in: "series") == ["a.csv"])
        #expect(try folder.names() == ["series"])
        #expect(try folder.names(in: "rejected") == [])
    }

    @Test("No link in the folder is followed, at any depth, but one to the folder itself is")
    func links() throws {
        try #require(symlink("../outside/secret", root.path("run/link")) == 0)
        try #require(symlink("../outside", root.path("run/away")) == 0)
        #expect(cause(of: "link") == .link)
        #expect(cause(of: "away/secret") == .link)
        #expect(folder.start(of: "link", byteCountMaximum: 10) == nil)
        let error = #expect(throws: StoredFileError.self) { try folder.names(in: "away") }
        #expect(error?.cause == .link)
        try #require(symlink("run", root.path("whole")) == 0)
        let named = StoredFolder(root.path("whole"))
        #expect(try named.bytes(of: "series/a.csv", upTo: ByteCount(4)) == Array("mine".utf8))
    }

    @Test("A FIFO, a device, a folder and a path out of the folder are refused immediately")
    func special() throws {
        try #require(mkfifo(root.path("run/fifo"), 0o600) == 0)
        #expect(cause(of: "fifo") == .notRegular)
        #expect(cause(of: "series") == .notRegular)
        #expect(cause(of: "fifo/a") == .notFolder)
        for name in ["../outside/secret", "series/../../outside/secret", "/outside", ""] {
            #expect(cause(of: name) == .notRegular)
        }
    }

    @Test("An endless device is refused", .enabled(if: getuid() == 0, "makes a device"))
    func device() throws {
        // The numbers of /dev/zero.
        try #require(mknod(root.path("run/zero"), S_IFCHR | 0o600, 1 << 8 | 5) == 0)
        #expect(cause(of: "zero") == .notRegular)
    }

    @Test("A file above its limit is refused, and the limit is reported")
    func long() throws {
        try root.write([UInt8](repeating: 0, count: 101), to: "run/long")
        #expect(cause(of: "long") == .tooLong(limit: ByteCount(100)))
        #expect(folder.start(of: "long", byteCountMaximum: 7)?.count == 7)
    }

    @Test("A path named by the user may be a link or an open descriptor, but not a FIFO")
    func named() throws {
        try #require(symlink("outside/secret", root.path("chosen")) == 0)
        #expect(
            try NamedInput.start(of: root.path("chosen"), byteCountMaximum: 3) == Array("sec".utf8))
        #expect(try NamedInput.start(of: root.path("none"), byteCountMaximum: 3) == nil)
        try #require(mkfifo(root.path("fifo"), 0o600) == 0)
        #expect(throws: StoredFileError.self) {
            try NamedInput.start(of: root.path("fifo"), byteCountMaximum: 3)
        }
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        try #require(write(ends[1], "piped", 5) == 5)
        close(ends[1])
        defer { close(ends[0]) }
        let piped = try NamedInput.start(of: "/dev/fd/\(ends[0])", byteCountMaximum: 100)
        #expect(piped == Array("piped".utf8))
    }
}
