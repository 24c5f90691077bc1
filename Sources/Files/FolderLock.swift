internal import Glibc

/// The lock of a temporary folder, held while this object lives. The kernel releases it when the
/// process ends, however it ends.
///
/// The lock is on a file in the folder, opened for writing, so that every process that can access
/// the folder sees it, also in other PID namespaces and on other machines. The folder itself is
/// locked too, for earlier versions without a lock file, and in case a measured program removes the
/// file.
package final class FolderLock: Sendable {
    /// The path of the folder.
    let path: String
    let identity: FileIdentity
    private let folder: Int32
    /// The descriptor of the lock file; -1 if the disk was full.
    private let file: Int32

    /// The name of the lock file in the folder.
    static let fileName = ".lock"

    /// Locks a folder that was just created; `nil` if another process took it for an abandoned one
    /// and removed it.
    ///
    /// - Throws: `FileError` if the lock file can't be created.
    init?(making path: String) throws(FileError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        self.folder = folder
        guard folder >= 0, let identity = FileIdentity(ofOpen: folder) else {
            guard errno == ENOENT else { throw FileError(.makeTemporaryDirectory, path) }
            return nil
        }
        self.path = path
        self.identity = identity
        // Waits for a process that has the lock, after which the folder will be gone.
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
        // Fails on a file system without locks, where no other process gets a lock either.
        _ = retried { flock(file, LOCK_EX | LOCK_NB) }
    }

    /// Locks an abandoned folder; `nil` if it is not a folder, has another owner, or is in use.
    ///
    /// - Parameters:
    ///   - parent: The descriptor of the folder that contains it.
    ///   - path: The path of the folder, for error messages.
    ///   - owners: The users whose folders may be taken.
    ///   - isRehearsal: Whether to change nothing, and so not to create a missing lock file.
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
        // A folder without a lock file was left by an earlier version, or is just being created. In
        // the latter case, its creator will find this lock file and take another folder.
        file = openat(
            folder, Self.fileName,
            O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (isRehearsal ? 0 : O_CREAT), 0o600)
        guard file >= 0 else {
            // If there is no space for this file, no other process can be creating the folder
            // either.
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

    /// Whether the folder still has its path.
    var isInPlace: Bool {
        var named = stat()
        return lstat(path, &named) == 0 && FileIdentity(named) == identity
    }

    /// Whether the lock file is open for writing, as NFS requires.
    var isWritable: Bool { file >= 0 && fcntl(file, F_GETFL) & O_ACCMODE == O_RDWR }

    /// Lets other users enter the folder to reach what they own in it. Only the owner may list it.
    func allowPassage() throws(FileError) {
        guard fchmod(folder, 0o711) == 0 else { throw FileError(.makeDirectory, path) }
    }

    /// Creates a subfolder that only one user can enter.
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
