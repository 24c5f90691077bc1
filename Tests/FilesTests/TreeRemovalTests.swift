import Foundation
import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("Removal of trees through open folders")
struct TreeRemovalTests {
    private let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
    }

    /// Creates nested folders and a file at the bottom, without a path that is too long.
    private static func makeDeep(_ path: String, levels: Int) throws {
        try Directory.make(path)
        var folder = open(path, O_RDONLY | O_DIRECTORY)
        for _ in 0..<levels {
            try #require(mkdirat(folder, "down", 0o700) == 0)
            let next = openat(folder, "down", O_RDONLY | O_DIRECTORY)
            close(folder)
            folder = next
        }
        let file = openat(folder, "file", O_WRONLY | O_CREAT, 0o600)
        try #require(write(file, "123", 3) == 3)
        close(file)
        close(folder)
    }

    @Test("A tree of 2,500 levels is counted and removed with few descriptors")
    func deep() async throws {
        try await Leftovers.reapStrays()
        await #expect(processExitsWith: .success) { [path = root.path("deep") as String] in
            try Self.makeDeep(path, levels: 2_500)
            // 7 is RLIMIT_NOFILE.
            var limit = rlimit(rlim_cur: 80, rlim_max: 80)
            try #require(setrlimit(__rlimit_resource_t(7), &limit) == 0)
            #expect(try Directory.bytes(of: path) == 3)
            #expect(Directory.usage(of: path).bytes > 0)
            try Directory.remove(path)
            #expect(!Directory.exists(path))
        }
        #expect(directoryEntries(root.path).isEmpty)
    }

    @Test("Folders that are replaced by links during the removal lead nowhere")
    func swapped() throws {
        let foreign = root.path("foreign")
        for index in 0..<50 { try root.write("theirs", to: "foreign/\(index)") }
        let path = root.path
        let meddler = Meddler { _ in
            // The links stay within the tree, like those of anyone who owns a part of it.
            rename("\(path)/tree/inner", "\(path)/aside")
            symlink(foreign, "\(path)/tree/inner")
            unlink("\(path)/tree/inner")
            rename("\(path)/aside", "\(path)/tree/inner")
        }
        for _ in 0..<300 {
            try? Directory.make("\(path)/tree/inner/a/b")
            try? Directory.remove("\(path)/tree")
        }
        meddler.stop()
        #expect((0..<50).allSatisfy { readText("\(foreign)/\($0)") == "theirs" })
    }

    @Test("Removal ends even if another process keeps adding files")
    func adding() throws {
        let path = root.path("tree")
        try Directory.make("\(path)/below")
        // Uses a thousand names, because unlimited ones could double the tree in every round.
        let meddler = Meddler { number in
            close(open("\(path)/below/\(number % 1_000)", O_WRONLY | O_CREAT, 0o600))
            mkdir(path, 0o700)
            mkdir("\(path)/below", 0o700)
        }
        for _ in 0..<20 { try? Directory.remove(path) }
        meddler.stop()
        try Directory.remove(path)
        #expect(!Directory.exists(path))
    }

    @Test(
        "A mount in the tree is kept with its contents, also from the same disk",
        .enabled(if: SmallDisk.isPossible, "mounting needs root"))
    func mounted() async throws {
        try root.write("theirs", to: "elsewhere/file")
        try root.write("", to: "tree/a/file")
        try Directory.make(root.path("tree/bound"))
        let mounted = try await Command.run([
            "mount", "--bind", root.path("elsewhere"), root.path("tree/bound"),
        ])
        try #require(mounted.status == 0, "\(mounted)")
        defer { umount2(root.path("tree/bound"), Int32(MNT_DETACH)) }
        let error = #expect(throws: FileError.self) { try Directory.remove(root.path("tree")) }
        #expect(error == FileError(.remove, root.path("tree/bound"), number: EBUSY))
        #expect(readText(root.path("elsewhere/file")) == "theirs")
        #expect(directoryEntries(root.path("tree")) == ["bound"])
    }

    @Test(
        "In another user's folder, root only removes what that user owns",
        .enabled(if: geteuid() == 0, "chown needs root"))
    func owners() throws {
        try root.write("1", to: "tree/data/own")
        try root.write("2", to: "tree/data/foreign/file")
        try #require(chown(root.path("tree/data"), 12345, 12345) == 0)
        try #require(chown(root.path("tree/data/own"), 12345, 12345) == 0)
        try #require(chown(root.path("tree/data/foreign"), 54321, 54321) == 0)
        let error = #expect(throws: FileError.self) { try Directory.remove(root.path("tree")) }
        #expect(error == FileError(.remove, root.path("tree/data/foreign"), number: EPERM))
        #expect(directoryEntries(root.path("tree/data")) == ["foreign"])
        #expect(readText(root.path("tree/data/foreign/file")) == "2")
    }

    @Test("A folder that replaced the taken one is kept")
    func replaced() throws {
        try root.write("1", to: "one/file")
        let parent = try #require(HeldDirectory(root.path))
        let folder = try #require(AbandonedFolder("one", in: parent, owners: [geteuid()]))
        try Directory.rename(root.path("one"), to: root.path("two"))
        try root.write("theirs", to: "one/file")
        #expect(throws: FileError(.remove, root.path("one"), number: ESTALE)) {
            try folder.remove()
        }
        #expect(readText(root.path("one/file")) == "theirs")
        #expect(readText(root.path("two/file")) == "1")
    }

    @Test(
        "The names . and .. are not removed", arguments: [".", "..", "a/.."])
    func dots(path: String) {
        #expect(throws: FileError(.remove, path, number: EINVAL)) { try Directory.remove(path) }
    }
}
