import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import Files

@Suite("Atomic writing of files")
struct AtomicFileTests {
    private let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
    }

    private func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test("A file is replaced, and nothing else is left beside it")
    func replaced() throws {
        for text in ["one", "two"] { try AtomicFile.write(Array(text.utf8), to: root.path("file")) }
        #expect(readText(root.path("file")) == "two")
        #expect(try names(in: root.path) == ["file"])
    }

    @Test("A file that can't be renamed into place leaves nothing behind")
    func unplaceable() throws {
        try root.write("", to: "folder/inside")
        let error = #expect(throws: FileError.self) {
            try AtomicFile.write([1], to: root.path("folder"))
        }
        #expect(error == FileError(.replace, root.path("folder"), number: EISDIR))
        #expect(try names(in: root.path) == ["folder"])
    }

    @Test(
        "On a full disk the old file is unchanged, and nothing of the new one is left",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"))
    func fullDisk() throws {
        try SmallDisk.with(kibibytes: 64) { disk in
            try AtomicFile.write(Array("old".utf8), to: "\(disk)/file")
            try AtomicFile.checkWritable(disk)
            SmallDisk.fill(disk)
            let error = #expect(throws: FileError.self) {
                try AtomicFile.write([UInt8](repeating: 1, count: 100_000), to: "\(disk)/file")
            }
            #expect(error?.action == .write && error?.number == ENOSPC)
            #expect(error?.advice == "free space on that disk or choose another folder")
            #expect(throws: FileError.self) { try AtomicFile.checkWritable(disk) }
            #expect(readText("\(disk)/file") == "old")
            #expect(try names(in: disk) == ["file", "filler"])
        }
    }

    @Test("A file in a missing folder can't be written, with exit status 73")
    func notWritable() throws {
        let error = #expect(throws: FileError.self) {
            try AtomicFile.checkWritable(root.path("none"))
        }
        #expect(error?.reason == "cannot be written: No such file or directory")
        #expect(error?.exitStatus == .cannotCreate)
    }
}

@Suite("Output folders")
struct OutputDirectoryTests {
    @Test("Folders are created as needed, and files are replaced")
    func write() throws {
        let root = try TemporaryDirectory()
        let output = try OutputDirectory(root.path("a/b"))
        try output.write("one", to: "charts/x.svg")
        try output.write("two", to: "charts/x.svg")
        #expect(readText(root.path("a/b/charts/x.svg")) == "two")
        #expect(directoryEntries(root.path("a/b/charts")) == ["x.svg"])
    }

    @Test("An unwritable folder is detected beforehand, with exit status 73")
    func unwritable() throws {
        let root = try TemporaryDirectory()
        try root.write("", to: "file")
        let error = #expect(throws: FileError.self) { try OutputDirectory(root.path("file/out")) }
        #expect(error?.exitStatus == .cannotCreate)
    }
}

@Suite("File locks")
struct FileLockTests {
    @Test("Readers share a lock, a writer excludes others, and a missing file has no lock")
    func modes() throws {
        let root = try TemporaryDirectory()
        let path = root.path("lock")
        #expect(try FileLock.ifFree(.shared, on: path) == nil)
        try FileLock.create(path)
        var readers = try (0..<2).map { _ in try FileLock.ifFree(.shared, on: path) }
        #expect(readers.allSatisfy { $0 != nil })
        #expect(try FileLock.ifFree(.exclusive, on: path) == nil)
        readers = []
        #expect(try FileLock.ifFree(.exclusive, on: path) != nil)
    }
}

@Suite("Paths")
struct PathTests {
    @Test(
        "A path's folder is everything before its last slash, or '.'",
        arguments: ["/a/b": "/a", "/a": "/", "/": "/", "a": ".", "a/b": "a", "": "."])
    func parent(path: String, parent: String) {
        #expect(parentPath(of: path) == parent)
    }

    @Test("The free space at a missing path is that of its nearest existing folder")
    func disk() throws {
        let root = try TemporaryDirectory()
        let here = try #require(DiskSpace(of: root.path))
        #expect(DiskSpace(of: root.path("not/there"))?.device == here.device)
        #expect(here.freeBytes > 0)
    }
}
