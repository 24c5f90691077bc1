import Files
import Glibc

/// The operations on cgroup and procfs files that enforcement needs; tests provide a fake
/// hierarchy.
protocol CgroupFiles: Sendable {
    /// Returns the whole text of a file; `nil` if it can't be read.
    func read(_ path: String) -> String?
    /// Writes to an existing file; returns the `errno` of a failure.
    func write(_ text: String, to path: String) -> Int32?
    /// Returns whether we may write a file, or create entries in a folder.
    func canWrite(_ path: String) -> Bool
    /// Creates a folder; returns the `errno` of a failure.
    func makeDirectory(_ path: String) -> Int32?
    /// Removes an empty folder; returns the `errno` of a failure.
    func removeDirectory(_ path: String) -> Int32?
    /// Locks a folder until the result is destroyed; `nil` if another process holds it, or it is
    /// gone.
    func hold(_ path: String, mode: FileLock.Mode) -> CgroupHold?
    /// Returns the names in a folder.
    func entries(_ path: String) -> [String]
    /// Opens a file for reading; the caller closes the descriptor. Returns -1 on failure, the
    /// default.
    func openForReading(_ path: String) -> Int32
    /// Opens a file through which a process moves itself by writing "0"; returns -1 on failure.
    func openForWriting(_ path: String) -> Int32
}

extension CgroupFiles {
    func openForReading(_ path: String) -> Int32 { -1 }
}

/// The lock on a group's folder.
typealias CgroupHold = any Sendable

/// The files of this machine.
struct SystemFiles: CgroupFiles {
    func read(_ path: String) -> String? {
        readText(path)
    }

    func write(_ text: String, to path: String) -> Int32? {
        let descriptor = openForWriting(path)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        let written = text.utf8.withContiguousStorageIfAvailable {
            Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
        return written == text.utf8.count ? nil : errno
    }

    func canWrite(_ path: String) -> Bool {
        faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0
    }

    func makeDirectory(_ path: String) -> Int32? {
        mkdir(path, 0o755) == 0 ? nil : errno
    }

    func removeDirectory(_ path: String) -> Int32? {
        rmdir(path) == 0 ? nil : errno
    }

    func hold(_ path: String, mode: FileLock.Mode) -> CgroupHold? {
        try? FileLock.ifFree(mode, on: path)
    }

    func entries(_ path: String) -> [String] {
        directoryEntries(path)
    }

    func openForReading(_ path: String) -> Int32 {
        open(path, O_RDONLY | O_CLOEXEC)
    }

    func openForWriting(_ path: String) -> Int32 {
        open(path, O_WRONLY | O_CLOEXEC)
    }
}
