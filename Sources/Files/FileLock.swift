internal import Glibc

/// An advisory lock (flock) on a file, held until the last reference is gone.
///
/// The file is opened for writing where that is allowed: on NFS a lock is one of the server's, which
/// gives it to one process alone only for a file that this one may write.
///
/// Locks of two instances exclude each other within one process as they do between processes, and
/// the kernel drops them with the process, however it ends.
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

    /// Takes the lock, waiting for it; nil if there is no such file (any more).
    ///
    /// - Parameter pause: Called twenty times a second while somebody else has the lock; what it
    ///   throws ends the waiting, so that a signal can.
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

    /// Takes the lock; nil if someone holds it or there is no such file.
    package static func ifFree(_ mode: Mode, on path: String) throws(FileError) -> FileLock? {
        guard let lock = try opened(path) else { return nil }
        guard retried({ flock(lock.descriptor, mode.operation | LOCK_NB) }) == 0 else {
            if errno == EWOULDBLOCK { return nil }
            throw FileError(.lock, path)
        }
        return lock.isStill(at: path) ? lock : nil
    }

    /// Makes the file if it is missing: everybody may read it, and its owner may write.
    package static func create(_ path: String) throws(FileError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            // A link that leads to no file is none that anybody could lock.
            guard errno == EEXIST, FileKind(of: path) != nil else {
                throw FileError(.create, path)
            }
            return
        }
        _ = fchmod(descriptor, 0o644)
        close(descriptor)
    }

    /// Sets the file's times to now: the mark of last use. A read-only cache keeps its old one.
    package func touch() {
        _ = futimens(descriptor, nil)
    }

    /// When the file was last touched, in nanoseconds since 1970; 0 if there is none.
    package static func lastTouchedNanoseconds(_ path: String) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }

    private static func opened(_ path: String) throws(FileError) -> FileLock? {
        // O_NONBLOCK: opening a FIFO without a writer would wait for ever.
        let flags = O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        var descriptor = open(path, O_RDWR | flags)
        // Of a cache that somebody else owns, of a disk that can't be written, or a folder.
        if descriptor < 0, [EACCES, EPERM, EROFS, ETXTBSY, EISDIR].contains(errno) {
            descriptor = open(path, O_RDONLY | flags)
        }
        if descriptor >= 0 { return FileLock(descriptor: descriptor) }
        if errno == ENOENT { return nil }
        throw FileError(.open, path)
    }

    /// Whether the file is open for writing.
    var isWritable: Bool { fcntl(descriptor, F_GETFL) & O_ACCMODE == O_RDWR }

    /// False if the file was removed or replaced between opening and locking it.
    private func isStill(at path: String) -> Bool {
        var locked = stat()
        var named = stat()
        return fstat(descriptor, &locked) == 0 && stat(path, &named) == 0
            && locked.st_ino == named.st_ino && locked.st_dev == named.st_dev
    }
}
