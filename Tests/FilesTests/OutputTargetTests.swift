import Foundation
import Glibc
import MemoryBudget
import Synchronization
import TestSupport
import Testing

@testable import Files

@Suite("Outputs that are not plain files", .serialized)
struct OutputTargetTests {
    private let root: TemporaryDirectory
    private let text = Array("text\n".utf8)

    init() throws {
        root = try TemporaryDirectory()
        // As in the program itself, a closed pipe is an error number instead of a fatal signal.
        _ = signal(SIGPIPE, SIG_IGN)
    }

    private func status(_ name: String) throws -> stat {
        var status = stat()
        try #require(lstat(root.path(name), &status) == 0)
        return status
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: root.path(name), withDestinationPath: target)
    }

    @Test("A device stays a device", .enabled(if: geteuid() == 0, "mknod needs root"))
    func device() throws {
        try #require(mknod(root.path("nul"), S_IFCHR | 0o666, makedev(1, 3)) == 0)
        try AtomicFile.checkWritable(file: root.path("nul"))
        try AtomicFile.write(text, to: root.path("nul"))
        #expect(try status("nul").st_mode & S_IFMT == S_IFCHR)
        #expect(directoryEntries(root.path) == ["nul"])
    }

    @Test("A full device is an error", .enabled(if: geteuid() == 0, "mknod needs root"))
    func fullDevice() throws {
        try #require(mknod(root.path("full"), S_IFCHR | 0o666, makedev(1, 7)) == 0)
        let error = #expect(throws: FileError.self) {
            try AtomicFile.write(text, to: root.path("full"))
        }
        #expect(error == FileError(.write, root.path("full"), number: ENOSPC))
    }

    @Test("The reader of a FIFO gets the written text, even if it opens the FIFO late")
    func fifo() throws {
        try #require(mkfifo(root.path("fifo"), 0o600) == 0)
        let path = root.path("fifo")
        let got = Mutex<String?>(nil)
        let done = DispatchSemaphore(value: 0)
        var asked = 0
        try AtomicFile.write(text, to: path) {
            asked += 1
            if asked == 1 {
                Thread.detachNewThread {
                    let read = readText(path)
                    got.withLock { $0 = read }
                    done.signal()
                }
            }
            return asked < 1_000
        }
        done.wait()
        #expect(got.withLock { $0 } == "text\n")
        #expect(asked > 0)
        #expect(try status("fifo").st_mode & S_IFMT == S_IFIFO)
    }

    @Test("Writing to a FIFO without a reader can be given up")
    func unreadFIFO() throws {
        try #require(mkfifo(root.path("fifo"), 0o600) == 0)
        let error = #expect(throws: FileError.self) {
            try AtomicFile.write(text, to: root.path("fifo")) { false }
        }
        #expect(error?.number == ENXIO)
        // A FIFO whose reader opened it but doesn't read.
        let reader = open(root.path("fifo"), O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let stuck = #expect(throws: FileError.self) {
            try AtomicFile.write([UInt8](repeating: 1, count: 1 << 20), to: root.path("fifo")) {
                false
            }
        }
        #expect(stuck?.number == EAGAIN)
    }

    @Test("A reader that closes the pipe is not an error")
    func leavingReader() throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let number = pipe.fileHandleForWriting.fileDescriptor
        try AtomicFile.write(text, to: "/proc/self/fd/\(number)")
    }

    @Test("An open descriptor is written to, wherever its file is and however it is named")
    func descriptor() throws {
        let file = open(root.path("log"), O_RDWR | O_CREAT | O_TRUNC, 0o600)
        defer { close(file) }
        _ = write(file, "before\n", 7)
        try link("link", to: "/proc/self/fd/\(file)")
        let before = try status("log").st_ino
        for path in ["/proc/self/fd/\(file)", root.path("link")] {
            #expect(try OutputTarget(path) == .descriptor(file))
            try AtomicFile.checkWritable(file: path)
            try AtomicFile.write(text, to: path)
        }
        _ = write(file, "after\n", 6)
        #expect(readText(root.path("log")) == "before\ntext\ntext\nafter\n")
        #expect(try status("log").st_ino == before)
    }

    @Test("A link is kept, and its target is replaced or created")
    func links() throws {
        try root.write("old", to: "far/old")
        for (name, target) in [("a", "far/old"), ("b", "a"), ("c", "far/new")] {
            try link(name, to: target)
        }
        for name in ["b", "c"] { try AtomicFile.write(text, to: root.path(name)) }
        #expect(readText(root.path("far/old")) == "text\n")
        #expect(readText(root.path("far/new")) == "text\n")
        for name in ["a", "b", "c"] { #expect(try status(name).st_mode & S_IFMT == S_IFLNK) }
        #expect(directoryEntries(root.path("far")) == ["new", "old"])
    }

    @Test("Circular links, and a link whose target is not UTF-8, are errors")
    func unusableLinks() throws {
        try link("a", to: "b")
        try link("b", to: "a")
        try #require(symlink([CChar(bitPattern: 0xE9), 0], root.path("odd")) == 0)
        for (name, number) in [("a", ELOOP), ("odd", EILSEQ)] {
            let error = #expect(throws: FileError.self) {
                try AtomicFile.write(text, to: root.path(name))
            }
            #expect(error?.number == number)
        }
        #expect(directoryEntries(root.path) == ["a", "b", "odd"])
    }

    @Test("A replaced file passes on its mode")
    func mode() throws {
        try root.write("old", to: "file")
        for mode: mode_t in [0o640, 0o600, 0o666] {
            chmod(root.path("file"), mode)
            try AtomicFile.write(text, to: root.path("file"))
            #expect(try status("file").st_mode & 0o7777 == mode)
        }
    }

    @Test("A replaced file passes on its owner", .enabled(if: geteuid() == 0, "needs root"))
    func owner() throws {
        try root.write("old", to: "file")
        try #require(chown(root.path("file"), 12345, 54321) == 0)
        chmod(root.path("file"), 0o640)
        try AtomicFile.write(text, to: root.path("file"))
        let file = try status("file")
        #expect(file.st_uid == 12345 && file.st_gid == 54321 && file.st_mode & 0o7777 == 0o640)
    }

    @Test("A folder is not an output, and a missing parent folder is detected beforehand")
    func unwritable() throws {
        let folder = #expect(throws: FileError.self) {
            try AtomicFile.checkWritable(file: root.path)
        }
        #expect(folder?.number == EISDIR)
        let missing = #expect(throws: FileError.self) {
            try AtomicFile.checkWritable(file: root.path("none/file"))
        }
        #expect(missing?.number == ENOENT)
    }

    private func makedev(_ major: UInt64, _ minor: UInt64) -> dev_t {
        dev_t(major << 8 | minor)
    }
}
