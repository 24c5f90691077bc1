internal import Glibc

extension Directory {
    /// Removes a file or a whole tree; links are removed, not followed. Nothing there is fine.
    ///
    /// One entry that can't be removed doesn't keep the others. What is mounted in the tree stays, with
    /// all that it holds. So does what somebody else put into a folder that isn't ours.
    ///
    /// - Throws: The first failure.
    package static func remove(_ path: String) throws(FileError) {
        guard let (folder, name) = try openParent(of: path) else { return }
        defer { close(folder.descriptor) }
        try remove(name, in: folder.descriptor, path: folder.path)
    }

    /// Removes an entry of an open folder, if it is still the one that is wanted.
    ///
    /// - Parameter path: The folder's, for messages.
    static func remove(
        _ name: String, in folder: Int32, path: String, wanted: FileIdentity? = nil
    ) throws(FileError) {
        let removal = TreeWalk.run(
            TreeRemoval(), entry: name, in: folder, path: path, wanted: wanted)
        if let failure = removal.failure { throw failure }
    }

    /// Opens the folder that a path's last part is in; nil if there is none.
    private static func openParent(
        of path: String
    ) throws(FileError) -> (folder: (descriptor: Int32, path: String), name: String)? {
        guard let name = path.split(separator: "/").last.map(String.init), name != ".",
            name != ".."
        else { throw FileError(.remove, path, number: EINVAL) }
        var trimmed = path[...]
        while trimmed.hasSuffix("/") { trimmed.removeLast() }
        let parent = parentPath(of: String(trimmed))
        // It need not be readable.
        let descriptor = open(parent, pathOnly | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileError(.remove, path)
        }
        return ((descriptor, parent), name)
    }

    /// Bytes of the regular files of a file or tree.
    package static func bytes(of path: String) throws(FileError) -> Int {
        let count = try TreeCount(of: path)
        if let failure = count.failure { throw failure }
        return count.bytes
    }

    /// Bytes on disk of a tree, and when it was last changed, in seconds since 1970.
    package static func usage(of path: String) -> (bytes: Int, changed: Int) {
        guard let count = try? TreeCount(of: path) else { return (0, 0) }
        return (count.diskBytes, count.changed)
    }

    fileprivate static func counted(_ path: String) throws(FileError) -> TreeCount {
        guard let (folder, name) = try openParent(of: path) else { return TreeCount() }
        defer { close(folder.descriptor) }
        return TreeWalk.run(TreeCount(), entry: name, in: folder.descriptor, path: folder.path)
    }
}

/// O_PATH, which Swift doesn't import: only a place, for what is reached from there.
private let pathOnly: Int32 = 0o10_000_000

/// Removes what a walk comes by.
private struct TreeRemoval: TreeVisitor {
    static let crossesDisks = false

    private let user = geteuid()
    private(set) var failure: FileError?

    mutating func visit(_ entry: TreeEntry) throws(TreeRefusal) -> Bool {
        guard isAllowed(entry) else { throw TreeRefusal(.remove, number: EPERM) }
        if !entry.isDirectory {
            if unlinkat(entry.folder, entry.name, 0) == 0 || errno == ENOENT { return false }
            guard errno == EISDIR || errno == EPERM else { throw TreeRefusal(.remove) }
        }
        // An empty folder goes at once. What is mounted here is never empty, and shows itself.
        if unlinkat(entry.folder, entry.name, AT_REMOVEDIR) == 0 { return false }
        switch errno {
        case ENOENT: return false
        case EBUSY: throw TreeRefusal(.remove)
        case ENOTDIR: throw TreeRefusal(.remove, number: EPERM)
        default: return true
        }
    }

    mutating func leave(_ entry: TreeEntry) throws(TreeRefusal) -> Bool {
        if unlinkat(entry.folder, entry.name, AT_REMOVEDIR) == 0 || errno == ENOENT { return false }
        guard errno == ENOTEMPTY || errno == EEXIST else { throw TreeRefusal(.remove) }
        // What could not be removed is still there, and is said already.
        if failure != nil { return false }
        return true
    }

    mutating func note(_ failure: FileError) {
        self.failure = self.failure ?? failure
    }

    /// Whether an entry is ours to remove. Root may remove everything: in a folder of somebody else's
    /// that is only what this one owns, not what was moved or linked there.
    private func isAllowed(_ entry: TreeEntry) -> Bool {
        guard user == 0, entry.folderOwner != user else { return true }
        var status = stat()
        guard fstatat(entry.folder, entry.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            return errno == ENOENT
        }
        return status.st_uid == entry.folderOwner || status.st_uid == user
    }
}

/// Counts what a walk comes by.
private struct TreeCount: TreeVisitor {
    static let crossesDisks = true

    /// Of all that is no folder.
    private(set) var bytes = 0
    private(set) var diskBytes = 0
    /// When the last of it was changed, in seconds since 1970.
    private(set) var changed = 0
    private(set) var failure: FileError?

    init() {}

    init(of path: String) throws(FileError) {
        self = try Directory.counted(path)
    }

    mutating func visit(_ entry: TreeEntry) throws(TreeRefusal) -> Bool {
        var status = stat()
        guard fstatat(entry.folder, entry.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return false }
            throw TreeRefusal(.examine)
        }
        diskBytes += Int(status.st_blocks) * 512
        changed = max(changed, Int(status.st_mtim.tv_sec))
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        if !isFolder { bytes += Int(status.st_size) }
        return isFolder
    }

    mutating func leave(_ entry: TreeEntry) throws(TreeRefusal) -> Bool { false }

    mutating func note(_ failure: FileError) {
        self.failure = self.failure ?? failure
    }
}
