internal import Glibc

/// A new folder with a name of its own, for what lasts no longer than its user.
///
/// It is locked for as long as a copy of this value lives, and the kernel drops the lock with the
/// process, however it ends: a folder of ours that nobody has locked is left over.
package struct FreshFolder: Sendable {
    /// Where it is.
    package let path: String
    private let lock: FolderLock?

    /// Creates it inside `parent`, for this user alone.
    package init(in parent: String, prefix: String = "membudget") throws(FileError) {
        while true {
            let path = try Directory.makeTemporary("\(parent)/\(prefix)-")
            let lock = FolderLock(.shared, on: path, waits: true)
            // Who sweeps at this very moment may have taken it for one that is left over, and removed it
            // before we locked it. On a disk without locks it is there.
            guard lock?.isStill(at: path) ?? Directory.exists(path) else { continue }
            self.path = path
            self.lock = lock
            return
        }
    }

    /// Removes it with everything in it that can be removed; links are removed, not followed.
    package func remove() {
        try? Directory.remove(path)
    }
}

/// A lock on a folder itself, held until the last reference is gone.
package final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock; nil if somebody has it, or if there is no such folder, or a link.
    ///
    /// - Parameter waits: Whether to wait for who has it; nil is then a disk without locks.
    package init?(_ mode: FileLock.Mode, on path: String, waits: Bool = false) {
        let opened = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard opened >= 0 else { return nil }
        descriptor = opened
        let operation = mode.operation | (waits ? 0 : LOCK_NB)
        guard retried({ flock(opened, operation) }) == 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Who owns the folder.
    package var owner: UInt32? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_uid : nil
    }

    /// False if the folder was removed or replaced between opening and locking it.
    package func isStill(at path: String) -> Bool {
        var locked = stat()
        var named = stat()
        return fstat(descriptor, &locked) == 0 && lstat(path, &named) == 0
            && locked.st_ino == named.st_ino && locked.st_dev == named.st_dev
    }
}

/// $TMPDIR, or /tmp.
package func environmentTemporaryFolder() -> String {
    getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
}
