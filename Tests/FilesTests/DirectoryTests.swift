import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import Files

@Suite("Folders and trees")
struct DirectoryTests {
    private let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
    }

    private func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test("A folder is created with its parents, unless it exists")
    func make() throws {
        for _ in 0..<2 { try Directory.make(root.path("a/b/c")) }
        #expect(Directory.exists(root.path("a/b/c")))
    }

    @Test("A folder can't be created in the place of a file, and the error says so")
    func makeOverFile() throws {
        let file = try root.write("", to: "file")
        for path in [file, "\(file)/below"] {
            let error = #expect(throws: FileError.self) { try Directory.make(path) }
            #expect(error?.reason == "the folder cannot be created: Not a directory")
            #expect(error?.advice == "a part of that path is a file, not a folder")
            #expect(error?.exitStatus == .cannotCreate)
        }
    }

    @Test("A temporary folder is accessible to its owner only, unless specified otherwise")
    func makeTemporary() throws {
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(Directory.makeTemporary(root.path("one-"))) == 0o700)
        #expect(try mode(Directory.makeTemporary(root.path("two-"), mode: 0o755)) == 0o755)
        let error = #expect(throws: FileError.self) { try FreshFolder(in: root.path("none")) }
        #expect(
            error?.description
                == "can't create a folder in \(root.path("none")): No such file or directory")
        #expect(error?.exitStatus == .systemFailure)
    }

    @Test("A temporary folder is created even while another process removes each one it sees")
    func makeTemporaryBesideSweep() throws {
        let path = root.path
        let sweep = Meddler { _ in
            for name in (try? Directory.names(in: path, startingWith: "one-")) ?? [] {
                rmdir("\(path)/\(name)")
            }
        }
        defer { sweep.stop() }
        for _ in 0..<10_000 { _ = try Directory.makeTemporary("\(path)/one-") }
    }

    @Test("The size of a tree is that of its files, whatever their names and depth")
    func bytes() throws {
        try Directory.make(root.path("tree/a/b c/été/{d}"))
        try root.write([1, 2, 3], to: "tree/one#:-1")
        try root.write(Array(repeating: 7, count: 5_000), to: "tree/a/b c/été/{d}/..two")
        try root.write("", to: "tree/a/empty")
        #expect(try Directory.bytes(of: root.path("tree")) == 5_003)
        #expect(try Directory.bytes(of: root.path("tree/one#:-1")) == 3)
        #expect(try Directory.bytes(of: root.path("none")) == 0)
        try Directory.remove(root.path("tree"))
        try Directory.remove(root.path("tree"))
        #expect(try names(in: root.path).isEmpty)
    }

    @Test("A folder with very many entries is counted and removed completely")
    func manyEntries() throws {
        try Directory.make(root.path("tree/below"))
        for index in 0..<5_000 {
            let descriptor = open(root.path("tree/below/file \(index)"), O_WRONLY | O_CREAT, 0o600)
            #expect(write(descriptor, "12", 2) == 2)
            close(descriptor)
        }
        #expect(try Directory.bytes(of: root.path("tree")) == 10_000)
        try Directory.remove(root.path("tree"))
        #expect(!Directory.exists(root.path("tree")))
    }

    @Test("Links are removed, never followed")
    func links() throws {
        try Directory.make(root.path("tree"))
        try root.write(Array(repeating: 1, count: 100), to: "mine/file")
        try FileManager.default.createSymbolicLink(
            atPath: root.path("tree/link"), withDestinationPath: "../mine")
        #expect(try Directory.bytes(of: root.path("tree")) == "../mine".utf8.count)
        try Directory.remove(root.path("tree"))
        #expect(try names(in: root.path("mine")) == ["file"])
    }

    @Test(
        "Entries are removed even if another entry can't be",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"))
    func partialRemoval() throws {
        for name in ["tree/a/file", "tree/disk/hidden", "tree/z"] { try root.write("1", to: name) }
        let disk = try SmallDisk(kibibytes: 64, at: root.path("tree/disk"))
        let error = #expect(throws: FileError.self) { try Directory.remove(root.path("tree")) }
        #expect(error == FileError(.remove, disk.path, number: EBUSY))
        #expect(try names(in: root.path("tree")) == ["disk"])
        withExtendedLifetime(disk) {}
    }

    @Test("The names in a folder are sorted, and a file can't be listed")
    func entries() throws {
        for name in ["b", "a", ".hidden", "ä"] { try root.write("", to: name) }
        #expect(try Directory.names(in: root.path) == [".hidden", "a", "b", "ä"])
        #expect(try Directory.names(in: root.path("none")).isEmpty)
        #expect(directoryEntries(root.path("a")).isEmpty)
        let error = #expect(throws: FileError.self) { try Directory.names(in: root.path("a")) }
        #expect(error == FileError(.list, root.path("a"), number: ENOTDIR))
    }
}
