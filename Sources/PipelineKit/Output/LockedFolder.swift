import Glibc

/// A private folder that one process works in; the kernel releases the lock when that process ends,
/// for whatever reason.
///
/// The lock is on a file in it opened for writing, as network file systems require.
final class LockedFolder: Sendable {
    let path: String
    private let descriptor: Int32
    private let lock: Int32

    private static let lockName = "lock"
    /// The prefixes of all file names in such a folder.
    private static let names = [lockName, "data", "origin"]
    /// `O_PATH`, which Swift doesn't import: opens the folder without permission to read it.
    private static let pathOnly: Int32 = 0x20_0000

    /// The reasons why a folder can't be used.
    enum Refusal: Error {
        /// Another process uses it, or has just removed it.
        case taken
        /// It is a link, a file or another user's folder, or holds other files.
        case foreign
        case system(SystemError)
    }

    /// Locks a folder and makes it private to this user.
    init(_ path: String) throws(Refusal) {
        let descriptor = open(path, Self.pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.refusal() }
        let lock: Int32
        do throws(Refusal) {
            try Self.makePrivate(descriptor)
            lock = try Self.takeLock(in: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        self.lock = lock
    }

    deinit {
        close(lock)
        close(descriptor)
    }

    private static func refusal() -> Refusal {
        switch errno {
        case ENOENT: .taken
        case ELOOP, ENOTDIR: .foreign
        default: .system(.last)
        }
    }

    /// Returns whether the folder is empty or was created by a run. A folder with any other file,
    /// or without a lock file, is someone else's and is left alone.
    private static func isOurs(_ descriptor: Int32) -> Bool {
        var found: [String] = []
        // Only a run creates an unreadable folder: because of a umask, before it sets the mode.
        guard forEachName(inOpen: descriptor, body: { found.append($0) }) else {
            return errno == EACCES
        }
        let isOnlyOurs = found.allSatisfy { name in names.contains { name.hasPrefix($0) } }
        return isOnlyOurs && (found.isEmpty || found.contains(lockName))
    }

    private static func makePrivate(_ descriptor: Int32) throws(Refusal) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(.last) }
        guard status.st_uid == geteuid(), isOurs(descriptor) else { throw .foreign }
        // By descriptor, because the path may lead elsewhere by now.
        if status.st_mode & 0o777 != 0o700 { chmod("/proc/self/fd/\(descriptor)", 0o700) }
    }

    private static func takeLock(in descriptor: Int32) throws(Refusal) -> Int32 {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        let lock = openat(descriptor, lockName, flags, 0o600)
        guard lock >= 0 else { throw refusal() }
        var status = stat()
        // A process that removes a folder holds its lock, and removes the lock file too.
        let isOurs = flock(lock, LOCK_EX | LOCK_NB) == 0
        let number = errno
        if isOurs, fstat(lock, &status) == 0, status.st_nlink > 0 { return lock }
        close(lock)
        throw isOurs || number == EWOULDBLOCK ? .taken : .system(SystemError(number))
    }

    /// Returns the path of a file in the folder.
    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Removes the folder and the files in it, by descriptor and without following links.
    func remove() {
        forEachName(inOpen: descriptor) { name in
            if name != Self.lockName { unlinkat(descriptor, name, 0) }
        }
        unlinkat(descriptor, Self.lockName, 0)
        rmdir(path)
    }
}

/// Passes every name in a folder to `body`; none if it can't be read.
package func forEachName(in folder: String, body: (String) -> Void) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    forEachName(in: stream, body: body)
}

/// Passes every name in an open folder to `body`; returns false if it can't be read.
@discardableResult
private func forEachName(inOpen descriptor: Int32, body: (String) -> Void) -> Bool {
    let listed = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard listed >= 0, let stream = fdopendir(listed) else { return false }
    defer { closedir(stream) }
    forEachName(in: stream, body: body)
    return true
}

private func forEachName(in stream: OpaquePointer, body: (String) -> Void) {
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { body(name) }
    }
}
