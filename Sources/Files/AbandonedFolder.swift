package import Glibc

/// A folder of ours that nobody has locked any more, taken by this process.
package struct AbandonedFolder: Sendable {
    private let parent: HeldDirectory
    private let name: String
    private let lock: FolderLock

    /// Its path.
    package var path: String { lock.path }

    /// Takes a folder; nil if it isn't a folder, not owned by one of these users, or somebody has it.
    ///
    /// - Parameter isRehearsal: Whether nothing is changed; default false.
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

    /// Removes it with everything in it. Another one that was put in its place stays.
    ///
    /// - Throws: The first failure; the rest is gone then.
    package func remove() throws(FileError) {
        try Directory.remove(
            name, in: parent.descriptor, path: parent.path, wanted: lock.identity)
    }
}

/// A folder that stays open: entries are reached by it, whatever becomes of its path.
package final class HeldDirectory: Sendable {
    /// Its path when it was opened.
    let path: String
    let descriptor: Int32

    /// Opens a folder, also by a link to it; nil if it can't be.
    package init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// When an entry was last changed, in seconds since 1970; nil if there is none.
    package func changed(_ name: String) -> Int? {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return Int(status.st_mtim.tv_sec)
    }
}
