import Foundation
import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("Temporary names and modes")
struct TemporaryNameTests {
    @Test("Names are unique, and are recognised like those of earlier versions")
    func names() {
        let names = Set((0..<1_000).map { _ in TemporaryName.random() })
        #expect(names.count == 1_000)
        #expect(names.allSatisfy { TemporaryName.isRandom($0) })
        #expect(TemporaryName.isRandom("aB3xY9"))
        for other in ["", "abc", "abc-ef", "abcdefghijkl.", "ÄÖÜ"] {
            #expect(!TemporaryName.isRandom(other), "\(other)")
        }
    }

    @Test("A name that is taken is skipped")
    func taken() throws {
        var tried: [String] = []
        let name = TemporaryName.unused { name in
            tried.append(name)
            return tried.count == 3
        }
        #expect(name == tried[2])
    }

    @Test("Temporary files are recognised by their name, of this or an earlier version")
    func temporary() {
        for name in [".run.json.abcdefghij12.tmp", ".run.json.3.71.tmp", ".a.7.tmp"] {
            #expect(AtomicFile.isTemporary(name), "\(name)")
        }
        for name in [".notes.tmp", ".abcdefghij12.tmp", "a.abcdefghij12.tmp", ".a.backup.tmp"] {
            #expect(!AtomicFile.isTemporary(name), "\(name)")
        }
    }

    /// Returns the octal modes of the files and folders created here, whatever the umask.
    private static func modes(in path: String) throws -> [String] {
        try AtomicFile.write([1], to: "\(path)/new")
        let old = open("\(path)/old", O_WRONLY | O_CREAT, 0o600)
        fchmod(old, 0o640)
        close(old)
        try AtomicFile.write([1], to: "\(path)/old")
        try Directory.make("\(path)/a/b")
        let private1 = try Directory.makeTemporary("\(path)/private-")
        let public1 = try Directory.makeTemporary("\(path)/public-", mode: 0o755)
        let fresh = try FreshFolder(in: path)
        try FileLock.create("\(path)/lock")
        _ = try OpenFile("\(path)/journal", O_RDWR | O_CREAT | O_APPEND, to: .create)
        let places =
            ["new", "old", "a", "a/b", "lock", "journal"].map { "\(path)/\($0)" }
            + [private1, public1, fresh.path, "\(fresh.path)/\(FolderLock.fileName)"]
        return places.map { place in
            var status = stat()
            guard lstat(place, &status) == 0 else { return "none" }
            return String(status.st_mode & 0o7777, radix: 8)
        }
    }

    @Test("New files are writable by their owner only, whatever the umask")
    func umasks() async throws {
        try await Leftovers.reapStrays()
        await #expect(processExitsWith: .success) {
            let fixed = ["644", "600", "700", "755", "700", "600"]
            for (mask, open) in [
                (mode_t(0), ["644", "640", "755", "755"]), (0o022, ["644", "640", "755", "755"]),
            ] {
                let root = try TemporaryDirectory()
                umask(mask)
                let modes = try Self.modes(in: root.path)
                #expect(modes == open + ["644", "644"] + fixed.suffix(4))
            }
            for mask: mode_t in [0o077, 0o777] {
                umask(0o022)
                let root = try TemporaryDirectory()
                umask(mask)
                let modes = try Self.modes(in: root.path)
                #expect(modes == ["600", "640", "700", "700", "644", "600"] + fixed.suffix(4))
            }
        }
    }

    @Test("A link without a target can't be locked, and no file is created there")
    func links() throws {
        let root = try TemporaryDirectory()
        try #require(symlink(root.path("elsewhere"), root.path("lock")) == 0)
        #expect(throws: FileError.self) { try FileLock.create(root.path("lock")) }
        #expect(!FileManager.default.fileExists(atPath: root.path("elsewhere")))
    }
}

@Suite("Locks that also work on NFS")
struct FolderLockTests {
    private let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
    }

    @Test("Lock files are open for writing, and a folder is locked as far as possible")
    func writable() throws {
        try FileLock.create(root.path("lock"))
        #expect(try FileLock.ifFree(.exclusive, on: root.path("lock"))?.isWritable == true)
        #expect(try FileLock.ifFree(.shared, on: root.path("lock"))?.isWritable == true)
        #expect(try FileLock.ifFree(.shared, on: root.path)?.isWritable == false)
        try Directory.make(root.path("folder"))
        #expect(try FolderLock(making: root.path("folder"))?.isWritable == true)
    }

    @Test(
        "A cache on a read-only disk is used with a shared lock",
        .enabled(if: SmallDisk.isPossible, "mounting needs root"))
    func readOnly() async throws {
        try Directory.make(root.path("disk"))
        let disk = try SmallDisk(kibibytes: 64, at: root.path("disk"))
        defer { withExtendedLifetime(disk) {} }
        try FileLock.create(root.path("disk/lock"))
        let remounted = try await Command.run(["mount", "-o", "remount,ro", root.path("disk")])
        try #require(remounted.status == 0, "\(remounted)")
        let lock = try #require(try FileLock.ifFree(.shared, on: root.path("disk/lock")))
        #expect(!lock.isWritable)
    }

    private func take() -> AbandonedFolder? {
        HeldDirectory(root.path).flatMap {
            AbandonedFolder("folder", in: $0, owners: [geteuid()])
        }
    }

    @Test("A folder whose lock file is locked is not taken, even without any other lock")
    func byFile() throws {
        try root.write("", to: "folder/\(FolderLock.fileName)")
        var lock = try FileLock.ifFree(.exclusive, on: root.path("folder/\(FolderLock.fileName)"))
        #expect(lock != nil && take() == nil)
        lock = nil
        #expect(take() != nil)
    }

    @Test("A folder of an earlier version, which is itself locked, is not taken")
    func earlier() throws {
        try Directory.make(root.path("folder"))
        let descriptor = open(root.path("folder"), O_RDONLY | O_DIRECTORY)
        defer { close(descriptor) }
        try #require(flock(descriptor, LOCK_SH) == 0)
        #expect(take() == nil)
        flock(descriptor, LOCK_UN)
        #expect(take() != nil)
    }

    @Test("The creator of a folder notices that it was taken before it was locked")
    func overtaken() throws {
        try Directory.make(root.path("folder"))
        var taken = take()
        #expect(taken != nil)
        taken = nil
        #expect(try FolderLock(making: root.path("folder")) == nil)
    }

    @Test("A rehearsal changes nothing")
    func rehearsal() throws {
        try Directory.make(root.path("folder"))
        let parent = try #require(HeldDirectory(root.path))
        let folder = AbandonedFolder("folder", in: parent, owners: [geteuid()], isRehearsal: true)
        #expect(folder != nil)
        #expect(directoryEntries(root.path("folder")).isEmpty)
    }
}
