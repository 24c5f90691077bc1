import Glibc

/// An advisory lock (flock) on a file, held until the last reference is gone.
///
/// Locks of two instances exclude each other within one process as they do between processes, and
/// the kernel drops them with the process, however it ends.
final class FileLock: Sendable {
    enum Mode {
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
    static func waiting(for mode: Mode, on path: String) throws -> FileLock? {
        while true {
            guard let lock = try opened(path) else { return nil }
            guard retried({ flock(lock.descriptor, mode.operation) }) == 0 else {
                throw DatasetError.system("lock", path)
            }
            if lock.isStill(at: path) { return lock }
        }
    }

    /// Takes the lock; nil if someone holds it or there is no such file.
    static func ifFree(_ mode: Mode, on path: String) throws -> FileLock? {
        guard let lock = try opened(path) else { return nil }
        guard retried({ flock(lock.descriptor, mode.operation | LOCK_NB) }) == 0 else {
            if errno == EWOULDBLOCK { return nil }
            throw DatasetError.system("lock", path)
        }
        return lock.isStill(at: path) ? lock : nil
    }

    /// Makes the file if it is missing.
    static func create(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw DatasetError.system("create", path) }
        close(descriptor)
    }

    /// Sets the file's times to now: the mark of last use. A read-only cache keeps its old one.
    func touch() {
        _ = futimens(descriptor, nil)
    }

    private static func opened(_ path: String) throws -> FileLock? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { return FileLock(descriptor: descriptor) }
        if errno == ENOENT { return nil }
        throw DatasetError.system("open", path)
    }

    /// False if the file was removed or replaced between opening and locking it.
    private func isStill(at path: String) -> Bool {
        var locked = stat()
        var named = stat()
        return fstat(descriptor, &locked) == 0 && stat(path, &named) == 0
            && locked.st_ino == named.st_ino && locked.st_dev == named.st_dev
    }
}

/// Repeats a system call that a signal interrupted.
func retried<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
