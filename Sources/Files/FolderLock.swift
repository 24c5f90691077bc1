internal import Glibc

/// The lock of a folder of ours, for as long as this lives; the kernel drops it with the process,
/// however that ends.
///
/// It is a file in the folder, which is opened for writing: a lock that is seen by every process that
/// sees the folder, in other PID namespaces and on other machines, too. The folder itself is locked
/// as well, for versions that know no such file, and where a measured program removes it.
package final class FolderLock: Sendable {
    /// The folder.
    let path: String
    let identity: FileIdentity
    private let folder: Int32
    /// -1 if the disk had no room for it.
    private let file: Int32

    /// The name of the file in the folder.
    static let fileName = ".lock"

    /// Locks a folder that was just made; nil if somebody takes it for one that is left over, and
    /// removes it.
    ///
    /// - Throws: `FileError` if no lock file can be made.
    init?(making path: String) throws(FileError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        self.folder = folder
        guard folder >= 0, let identity = FileIdentity(ofOpen: folder) else {
            guard errno == ENOENT else { throw FileError(.makeTemporaryDirectory, path) }
            return nil
        }
        self.path = path
        self.identity = identity
        // Waits for who has it, and then finds the folder gone.
        _ = retried { flock(folder, LOCK_SH) }
        file = openat(
            folder, Self.fileName, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            guard errno == EEXIST || errno == ENOENT else {
                throw FileError(.makeTemporaryDirectory, path)
            }
            return nil
        }
        _ = fchmod(file, 0o600)
        // On a disk without locks this is refused; nobody else gets one there either.
        _ = retried { flock(file, LOCK_EX | LOCK_NB) }
    }

    /// Takes a folder that nobody has locked; nil if it isn't a folder, not owned by one of these users,
    /// or somebody has it.
    ///
    /// - Parameters:
    ///   - parent: The descriptor of the folder that it is in.
    ///   - path: Where it is, for messages.
    ///   - isRehearsal: Whether nothing is changed, not even by a lock file that is missing.
    init?(
        abandoned name: String, in parent: Int32, path: String, owners: Set<uid_t>,
        isRehearsal: Bool
    ) {
        self.path = path
        let folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        self.folder = folder
        var status = stat()
        guard folder >= 0, fstat(folder, &status) == 0, owners.contains(status.st_uid) else {
            (identity, file) = (FileIdentity(status), -1)
            return nil
        }
        identity = FileIdentity(status)
        let isFree = retried { flock(folder, LOCK_EX | LOCK_NB) } == 0 || errno != EWOULDBLOCK
        guard isFree else {
            file = -1
            return nil
        }
        // One without the file was left by an earlier version, or is being made at this moment: who makes
        // it sees that the file is there already, and takes another folder.
        file = openat(
            folder, Self.fileName,
            O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (isRehearsal ? 0 : O_CREAT), 0o600)
        guard file >= 0 else {
            // Where there is no room for the file nobody makes a folder at this moment either.
            guard [ENOSPC, EDQUOT].contains(errno) || isRehearsal && errno == ENOENT else {
                return nil
            }
            return
        }
        guard retried({ flock(file, LOCK_EX | LOCK_NB) }) == 0 else { return nil }
    }

    deinit {
        if file >= 0 { close(file) }
        if folder >= 0 { close(folder) }
    }

    /// Whether the folder is still where it was.
    var isInPlace: Bool {
        var named = stat()
        return lstat(path, &named) == 0 && FileIdentity(named) == identity
    }

    /// Whether the lock file is open for writing, as NFS wants it.
    var isWritable: Bool { file >= 0 && fcntl(file, F_GETFL) & O_ACCMODE == O_RDWR }

    /// Lets every account pass through the folder, to what it owns in it; none but the owner may list it.
    func allowPassage() throws(FileError) {
        guard fchmod(folder, 0o711) == 0 else { throw FileError(.makeDirectory, path) }
    }

    /// Creates a folder in it that only one account can enter.
    func makeFolder(_ name: String, user: uid_t, group: gid_t) throws(FileError) {
        let path = "\(path)/\(name)"
        guard mkdirat(folder, name, 0o700) == 0 else { throw FileError(.makeDirectory, path) }
        let made = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard made >= 0 else { throw FileError(.makeDirectory, path) }
        defer { close(made) }
        guard fchmod(made, 0o700) == 0, fchown(made, user, group) == 0 else {
            throw FileError(.makeDirectory, path)
        }
    }
}
