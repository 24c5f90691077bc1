import Glibc

/// A folder of this user's that one process works in; the kernel unlocks it with that process, however
/// it ends.
///
/// The lock is on a file in it that is opened for writing, as file systems on a network demand.
final class LockedFolder: Sendable {
    let path: String
    private let descriptor: Int32
    private let lock: Int32

    private static let lockName = "lock"
    /// The starts of the names of all that is in such a folder.
    private static let names = [lockName, "data", "origin"]
    /// `O_PATH`, which Swift doesn't import: it takes no right to read the folder.
    private static let pathOnly: Int32 = 0x20_0000

    /// The reasons why a folder can't be had.
    enum Refusal: Error {
        /// Another process has it, or has just removed it.
        case taken
        /// It is a link, a file, another user's, or holds files of somebody else.
        case foreign
        case system(SystemError)
    }

    /// Takes a folder, for this user alone from now on.
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

    /// A folder of such a name that holds anything else, or that nobody ever locked, was made by
    /// somebody: nothing in it is touched. An empty one may be anybody's.
    private static func isOurs(_ descriptor: Int32) -> Bool {
        var found: [String] = []
        // Nobody but us makes one that its owner can't read: by a umask, before its mode is set.
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
        // By the descriptor, whatever the path leads to by now.
        if status.st_mode & 0o777 != 0o700 { chmod("/proc/self/fd/\(descriptor)", 0o700) }
    }

    private static func takeLock(in descriptor: Int32) throws(Refusal) -> Int32 {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        let lock = openat(descriptor, lockName, flags, 0o600)
        guard lock >= 0 else { throw refusal() }
        var status = stat()
        // Who removes a folder has its lock, and removes that too.
        let isOurs = flock(lock, LOCK_EX | LOCK_NB) == 0
        let number = errno
        if isOurs, fstat(lock, &status) == 0, status.st_nlink > 0 { return lock }
        close(lock)
        throw isOurs || number == EWOULDBLOCK ? .taken : .system(SystemError(number))
    }

    /// The path of a file in it.
    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Removes it with the files in it: by its descriptor, and no link is followed.
    func remove() {
        forEachName(inOpen: descriptor) { name in
            if name != Self.lockName { unlinkat(descriptor, name, 0) }
        }
        unlinkat(descriptor, Self.lockName, 0)
        rmdir(path)
    }
}

/// Gives every name in a folder; none if it can't be read.
package func forEachName(in folder: String, body: (String) -> Void) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    forEachName(in: stream, body: body)
}

/// Gives every name in a folder that is open; false if it can't be read.
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
