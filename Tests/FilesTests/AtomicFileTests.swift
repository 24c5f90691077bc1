import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import Files

@Suite("Files that are whole or not there")
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

    @Test("A file that can't be put in its place leaves nothing behind")
    func unplaceable() throws {
        try root.write("", to: "folder/inside")
        let error = #expect(throws: FileError.self) {
            try AtomicFile.write([1], to: root.path("folder"))
        }
        #expect(error == FileError(.replace, root.path("folder"), number: EISDIR))
        #expect(try names(in: root.path) == ["folder"])
    }

    @Test(
        "On a full disk the old file is untouched, and nothing of the new one is left",
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
            #expect(error?.advice == "make room on that disk or choose another directory")
            #expect(throws: FileError.self) { try AtomicFile.checkWritable(disk) }
            #expect(readText("\(disk)/file") == "old")
            #expect(try names(in: disk) == ["file", "filler"])
        }
    }

    @Test("A directory that isn't there can't be written, with status 73")
    func notWritable() throws {
        let error = #expect(throws: FileError.self) {
            try AtomicFile.checkWritable(root.path("none"))
        }
        #expect(error?.reason == "cannot be written: No such file or directory")
        #expect(error?.exitStatus == .cannotCreate)
    }
}

@Suite("Output directories")
struct OutputDirectoryTests {
    @Test("Folders are made as they are needed, and files are replaced")
    func write() throws {
        let root = try TemporaryDirectory()
        let output = try OutputDirectory(root.path("a/b"))
        try output.write("one", to: "charts/x.svg")
        try output.write("two", to: "charts/x.svg")
        #expect(readText(root.path("a/b/charts/x.svg")) == "two")
        #expect(directoryEntries(root.path("a/b/charts")) == ["x.svg"])
    }

    @Test("A place that can't be written is found beforehand, with status 73")
    func unwritable() throws {
        let root = try TemporaryDirectory()
        try root.write("", to: "file")
        let error = #expect(throws: FileError.self) { try OutputDirectory(root.path("file/out")) }
        #expect(error?.exitStatus == .cannotCreate)
    }
}

@Suite("Locks")
struct FileLockTests {
    @Test("Two who read share a lock; who writes has it alone, and a file that is gone has none")
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
        "The directory of a path",
        arguments: ["/a/b": "/a", "/a": "/", "/": "/", "a": ".", "a/b": "a", "": "."])
    func parent(path: String, parent: String) {
        #expect(parentPath(of: path) == parent)
    }

    @Test("The room on a disk is that of the nearest folder that is there")
    func disk() throws {
        let root = try TemporaryDirectory()
        let here = try #require(DiskSpace(of: root.path))
        #expect(DiskSpace(of: root.path("not/there"))?.device == here.device)
        #expect(here.freeBytes > 0)
    }
}
