import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("The location of a file for other tools")
struct FilePlaceTests {
    private let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
        try root.write("", to: "repository/X Y/odd [1].yaml")
        try root.write("", to: "repository/.git/HEAD")
    }

    @Test("A path is relative to the nearest folder with a .git, however it was written")
    func repository() throws {
        for path in ["repository/X Y/odd [1].yaml", "repository/X Y/../X Y/.//odd [1].yaml"] {
            let place = try #require(FilePlace(of: root.path(path)))
            #expect(place.pathInRepository == "X Y/odd [1].yaml")
        }
        // A worktree or submodule in it has a file named .git.
        try root.write("gitdir: elsewhere", to: "repository/X Y/.git")
        let place = try #require(FilePlace(of: root.path("repository/X Y/odd [1].yaml")))
        #expect(place.pathInRepository == "odd [1].yaml")
    }

    @Test("Links to folders are followed, and a link in the place of the file is not")
    func links() throws {
        try #require(symlink(root.path("repository/X Y"), root.path("short")) == 0)
        try #require(symlink(root.path("nowhere"), root.path("repository/link.yaml")) == 0)
        #expect(
            FilePlace(of: root.path("short/odd [1].yaml"))?.pathInRepository == "X Y/odd [1].yaml")
        #expect(FilePlace(of: root.path("repository/link.yaml"))?.pathInRepository == "link.yaml")
    }

    @Test("A file outside of a repository or a folder has no path relative to it")
    func outside() throws {
        try root.write("", to: "alone/a.yaml")
        let place = try #require(FilePlace(of: root.path("alone/a.yaml")))
        #expect(place.path(from: root.path) == "alone/a.yaml")
        #expect(place.path(from: root.path("alone/")) == "a.yaml")
        #expect(place.path(from: root.path("repository")) == nil)
        #expect(place.path(from: root.path("al")) == nil)
        #expect(place.path(from: "/") == String(root.path("alone/a.yaml").dropFirst()))
        #expect(FilePlace(of: root.path("none/a.yaml")) == nil && FilePlace(of: "/") == nil)
    }
}
