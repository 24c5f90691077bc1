import Foundation
import Testing

@testable import Datasets

@Suite("Directories and trees")
struct DirectoryTests {
    @Test("The bytes of a tree are those of its files, whatever their names and depth")
    func bytes() throws {
        try withTemporaryDirectory { root in
            try Directory.create("\(root)/tree/a/b c/été/{d}")
            try write([1, 2, 3], to: "\(root)/tree/one#:-1")
            try write(Array(repeating: 7, count: 5_000), to: "\(root)/tree/a/b c/été/{d}/..two")
            try write([], to: "\(root)/tree/a/empty")
            #expect(try Directory.bytes(of: "\(root)/tree") == 5_003)
            #expect(try Directory.bytes(of: "\(root)/tree/one#:-1") == 3)
            #expect(try Directory.bytes(of: "\(root)/none") == 0)
            try Directory.remove("\(root)/tree")
            try Directory.remove("\(root)/tree")
            #expect(try FileManager.default.contentsOfDirectory(atPath: root).isEmpty)
        }
    }

    @Test("A directory with very many entries is counted and removed whole")
    func manyEntries() throws {
        try withTemporaryDirectory { root in
            try Directory.create("\(root)/tree/below")
            for index in 0..<5_000 {
                let descriptor = open("\(root)/tree/below/file \(index)", O_WRONLY | O_CREAT, 0o600)
                #expect(write(descriptor, "12", 2) == 2)
                close(descriptor)
            }
            #expect(try Directory.bytes(of: "\(root)/tree") == 10_000)
            try Directory.remove("\(root)/tree")
            #expect(!Directory.exists("\(root)/tree"))
        }
    }

    @Test("Links are removed, never followed")
    func links() throws {
        try withTemporaryDirectory { root in
            try Directory.create("\(root)/tree")
            try Directory.create("\(root)/mine")
            try write(Array(repeating: 1, count: 100), to: "\(root)/mine/file")
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/tree/link", withDestinationPath: "../mine")
            #expect(try Directory.bytes(of: "\(root)/tree") == "../mine".utf8.count)
            try Directory.remove("\(root)/tree")
            #expect(try contents(of: "\(root)/mine/file").count == 100)
        }
    }

    @Test("The names within a directory are sorted; that of a file can't be listed")
    func entries() throws {
        try withTemporaryDirectory { root in
            for name in ["b", "a", ".hidden", "ä"] { try write([], to: "\(root)/\(name)") }
            #expect(try Directory.entries(of: root) == [".hidden", "a", "b", "ä"])
            #expect(try Directory.entries(of: "\(root)/none").isEmpty)
            let error = #expect(throws: DatasetError.self) {
                try Directory.entries(of: "\(root)/a")
            }
            #expect(error?.message == "can't list '\(root)/a': Not a directory")
        }
    }
}
