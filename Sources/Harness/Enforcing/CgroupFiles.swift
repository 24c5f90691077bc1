import Files
import Glibc

/// The few operations on cgroup and procfs files that enforcement needs, so that a test can put a
/// hierarchy of its own in their place.
protocol CgroupFiles: Sendable {
    /// The whole text of a file; nil if it can't be read.
    func read(_ path: String) -> String?
    /// Writes a file that exists; the errno if that fails.
    func write(_ text: String, to path: String) -> Int32?
    /// Whether we may write a file, or make entries in a folder.
    func canWrite(_ path: String) -> Bool
    /// Makes a folder; the errno if that fails.
    func makeDirectory(_ path: String) -> Int32?
    /// Removes an empty folder; the errno if that fails.
    func removeDirectory(_ path: String) -> Int32?
    /// Locks a folder for as long as the result lives; nil if another process has it, or it is gone.
    func hold(_ path: String, mode: FileLock.Mode) -> CgroupHold?
    /// The names in a folder.
    func entries(_ path: String) -> [String]
    /// A descriptor to read a file by, which the caller closes; -1 if there is none, which is the default.
    func openForReading(_ path: String) -> Int32
    /// A descriptor through which a process moves itself by writing "0"; -1 if there is none.
    func openForWriting(_ path: String) -> Int32
}

extension CgroupFiles {
    func openForReading(_ path: String) -> Int32 { -1 }
}

/// The lock on the folder of a group.
typealias CgroupHold = any Sendable

/// The machine's own files.
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
