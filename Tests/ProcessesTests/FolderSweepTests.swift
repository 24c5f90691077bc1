import Files
import Glibc
import TestSupport
import Testing

@testable import Processes

@Suite("Folders of killed harnesses")
struct FolderSweepTests {
    private let root: TemporaryDirectory
    /// The name of a harness that can't be alive.
    private let dead = "membudget-999999999-1"

    init() throws {
        root = try TemporaryDirectory()
    }

    private func sweep() -> [String] {
        FolderSweep.run(in: [root.path]).removed.map {
            String($0.dropFirst(root.path.utf8.count + 1))
        }
    }

    @Test("The folder of a dead harness is removed with its contents, and reported")
    func swept() throws {
        try root.write("1", to: "\(dead)-abcdef/output/file")
        var prepared: [String] = []
        let gone = FolderSweep.run(in: [root.path, root.path]) { prepared.append($0) }.removed
        #expect(gone == [root.path("\(dead)-abcdef")])
        #expect(prepared == gone)
        #expect(directoryEntries(root.path).isEmpty)
    }

    @Test("The folder of a living harness stays until it is removed")
    func living() throws {
        let own = try FreshFolder(ofHarnessIn: root.path)
        #expect(
            HarnessIdentity(groupName: String(own.path.dropFirst(root.path.utf8.count + 1)))
                == .current)
        #expect(sweep().isEmpty)
        own.remove()
        #expect(directoryEntries(root.path).isEmpty)
    }

    @Test("A locked folder whose creator can't be seen from here stays")
    func otherNamespace() throws {
        var folder: FreshFolder? = try FreshFolder(in: root.path, prefix: dead)
        #expect(try #require(folder).path.hasPrefix(root.path(dead)))
        #expect(sweep().isEmpty)
        folder = nil
        #expect(sweep().count == 1)
    }

    @Test("Links, files, other users' names and older harnesses' folders stay")
    func strangers() throws {
        try root.write("mine", to: "elsewhere/file")
        try #require(symlink(root.path("elsewhere"), root.path("\(dead)-linked")) == 0)
        try root.write("mine", to: "\(dead)-a-file")
        try root.write("mine", to: "\(dead)-aplain")
        for name in ["membudget-AbCdEf", "membudget-thesis-1-2", "other-999999999-1-abcdef"] {
            try root.write("mine", to: "\(name)/file")
        }
        let before = directoryEntries(root.path)
        #expect(sweep().isEmpty)
        #expect(directoryEntries(root.path) == before)
        #expect(readText(root.path("elsewhere/file")) == "mine")
    }

    @Test("Another user's folder stays", .enabled(if: geteuid() == 0, "chown needs root"))
    func otherOwner() throws {
        try root.write("theirs", to: "\(dead)-abcdef/file")
        try #require(chown(root.path("\(dead)-abcdef"), 12345, 12345) == 0)
        #expect(sweep().isEmpty)
        #expect(FolderSweep.run(in: [root.path], owner: 12345).removed.count == 1)
    }

    @Test("Concurrent sweeps and creations never remove a living harness's folder")
    func atOnce() async throws {
        let path = root.path
        let dead = dead
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<4 {
                group.addTask {
                    (0..<100).allSatisfy { _ in
                        if task % 2 == 0 { FolderSweep.run(in: [path]) }
                        guard let folder = try? FreshFolder(in: path, prefix: dead) else {
                            return false
                        }
                        defer { folder.remove() }
                        return (0..<3).allSatisfy { _ in
                            sched_yield()
                            return Directory.exists(folder.path)
                        }
                    }
                }
            }
            for await isWhole in group { #expect(isWhole) }
        }
        #expect(directoryEntries(root.path).isEmpty)
    }
}
