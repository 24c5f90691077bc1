internal import Glibc

/// An advisory lock (`flock`) on a file, held until the last reference is released.
///
/// ```swift
/// try FileLock.create("cache.lock")
/// if let lock = try FileLock.ifFree(.exclusive, on: "cache.lock") { lock.touch() }
/// ```
///
/// The file is opened for writing if permitted. On NFS, the server only grants an exclusive lock on
/// a file that is open for writing.
///
/// Locks of two instances exclude each other within one process as they do between processes. The
/// kernel releases them when the process ends, however it ends.
package final class FileLock: Sendable {
    package enum Mode {
        case shared, exclusive

        var operation: Int32 { self == .shared ? LOCK_SH : LOCK_EX }
    }

    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Acquires the lock, waiting for it; `nil` if the file doesn't exist or was removed.
    ///
    /// - Parameter pause: Called twenty times per second while another process has the lock. It can
    ///   throw to stop waiting, for example after a signal.
    package static func waiting(
        for mode: Mode, on path: String, pause: () throws -> Void
    ) throws -> FileLock? {
        while true {
            if let lock = try ifFree(mode, on: path) { return lock }
            guard FileKind(of: path) != nil else { return nil }
            try pause()
            usleep(50_000)
        }
    }

    /// Acquires the lock if it is free; `nil` if it is held or the file doesn't exist.
    package static func ifFree(_ mode: Mode, on path: String) throws(FileError) -> FileLock? {
        guard let lock = try opened(path) else { return nil }
        guard retried({ flock(lock.descriptor, mode.operation | LOCK_NB) }) == 0 else {
            if errno == EWOULDBLOCK { return nil }
            throw FileError(.lock, path)
        }
        return lock.isStill(at: path) ? lock : nil
    }

    /// Creates the file if it doesn't exist, readable by everyone and writable by its owner.
    package static func create(_ path: String) throws(FileError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            // A link without a target can't be locked.
            guard errno == EEXIST, FileKind(of: path) != nil else {
                throw FileError(.create, path)
            }
            return
        }
        _ = fchmod(descriptor, 0o644)
        close(descriptor)
    }

    /// Sets the file's times to now, to record its last use. Has no effect in a read-only cache.
    package func touch() {
        _ = futimens(descriptor, nil)
    }

    /// Returns when the file was last touched, in nanoseconds since 1970; 0 if it doesn't exist.
    package static func lastTouchedNanoseconds(_ path: String) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }

    private static func opened(_ path: String) throws(FileError) -> FileLock? {
        // O_NONBLOCK, because opening a FIFO without a writer would wait forever.
        let flags = O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        var descriptor = open(path, O_RDWR | flags)
        // The file belongs to another user, is on a read-only disk, or is a folder.
        if descriptor < 0, [EACCES, EPERM, EROFS, ETXTBSY, EISDIR].contains(errno) {
            descriptor = open(path, O_RDONLY | flags)
        }
        if descriptor >= 0 { return FileLock(descriptor: descriptor) }
        if errno == ENOENT { return nil }
        throw FileError(.open, path)
    }

    /// Whether the file is open for writing.
    var isWritable: Bool { fcntl(descriptor, F_GETFL) & O_ACCMODE == O_RDWR }

    /// Returns whether the path still names the locked file, which may have been removed or
    /// replaced meanwhile.
    private func isStill(at path: String) -> Bool {
        var locked = stat()
        var named = stat()
        return fstat(descriptor, &locked) == 0 && stat(path, &named) == 0
            && locked.st_ino == named.st_ino && locked.st_dev == named.st_dev
    }
}
