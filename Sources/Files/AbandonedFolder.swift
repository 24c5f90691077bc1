package import Glibc

/// A temporary folder of membudget whose process is gone, locked by this process.
package struct AbandonedFolder: Sendable {
    private let parent: HeldDirectory
    private let name: String
    private let lock: FolderLock

    /// The path of the folder.
    package var path: String { lock.path }

    /// Locks a folder; `nil` if it is not a folder, has another owner, or is in use.
    ///
    /// - Parameters:
    ///   - name: The name of the folder in its parent.
    ///   - owners: The users whose folders may be taken.
    ///   - isRehearsal: Whether to change nothing; default false.
    package init?(
        _ name: String, in parent: HeldDirectory, owners: Set<uid_t>, isRehearsal: Bool = false
    ) {
        guard
            let lock = FolderLock(
                abandoned: name, in: parent.descriptor, path: "\(parent.path)/\(name)",
                owners: owners, isRehearsal: isRehearsal)
        else { return nil }
        self.parent = parent
        self.name = name
        self.lock = lock
    }

    /// Removes the folder with its contents. A different folder under the same name is kept.
    ///
    /// - Throws: The first error; everything else is removed nevertheless.
    package func remove() throws(FileError) {
        try Directory.remove(
            name, in: parent.descriptor, path: parent.path, wanted: lock.identity)
    }
}

/// An open folder, whose entries can be reached even if its path changes.
package final class HeldDirectory: Sendable {
    /// The path of the folder when it was opened.
    let path: String
    let descriptor: Int32

    /// Opens a folder, also through a link; `nil` if that fails.
    package init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Returns the time an entry was last modified, in seconds since 1970; `nil` if there is no
    /// such entry.
    package func changed(_ name: String) -> Int? {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return Int(status.st_mtim.tv_sec)
    }
}
