internal import Glibc

extension Directory {
    /// Removes a file or a whole tree, if it exists. Links are removed, not followed.
    ///
    /// An entry that can't be removed doesn't prevent the removal of others. Mount points in the
    /// tree are kept with their contents, and so are entries that other users put into folders not
    /// owned by this user.
    ///
    /// - Throws: The first error.
    package static func remove(_ path: String) throws(FileError) {
        guard let (folder, name) = try openParent(of: path) else { return }
        defer { close(folder.descriptor) }
        try remove(name, in: folder.descriptor, path: folder.path)
    }

    /// Removes an entry of an open folder, if it is still the expected one.
    ///
    /// - Parameter path: The path of the folder, for error messages.
    static func remove(
        _ name: String, in folder: Int32, path: String, wanted: FileIdentity? = nil
    ) throws(FileError) {
        let removal = TreeWalk.run(
            TreeRemoval(), entry: name, in: folder, path: path, wanted: wanted)
        if let failure = removal.failure { throw failure }
    }

    /// Opens the folder that contains a path; `nil` if it doesn't exist.
    private static func openParent(
        of path: String
    ) throws(FileError) -> (folder: (descriptor: Int32, path: String), name: String)? {
        guard let name = path.split(separator: "/").last.map(String.init), name != ".",
            name != ".."
        else { throw FileError(.remove, path, number: EINVAL) }
        var trimmed = path[...]
        while trimmed.hasSuffix("/") { trimmed.removeLast() }
        let parent = parentPath(of: String(trimmed))
        // The folder need not be readable.
        let descriptor = open(parent, pathOnly | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileError(.remove, path)
        }
        return ((descriptor, parent), name)
    }

    /// Returns the total size of the regular files in a file or tree, in bytes.
    package static func bytes(of path: String) throws(FileError) -> Int {
        let count = try TreeCount(of: path)
        if let failure = count.failure { throw failure }
        return count.bytes
    }

    /// Returns the disk usage of a tree in bytes, and its latest modification time in seconds since
    /// 1970.
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

/// The flag `O_PATH`, which Swift doesn't import: opens only a location, without access to its
/// content.
private let pathOnly: Int32 = 0o10_000_000

/// A visitor that removes everything it visits.
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
        // Empty folders can be removed at once. A mount point is never empty, so removal fails.
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
        // Entries that could not be removed are still there, and were already reported.
        if failure != nil { return false }
        return true
    }

    mutating func note(_ failure: FileError) {
        self.failure = self.failure ?? failure
    }

    /// Returns whether this user may remove an entry. Root could remove everything. In another
    /// user's folder, it only removes entries owned by that user or by root, not what others moved
    /// or linked there.
    private func isAllowed(_ entry: TreeEntry) -> Bool {
        guard user == 0, entry.folderOwner != user else { return true }
        var status = stat()
        guard fstatat(entry.folder, entry.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            return errno == ENOENT
        }
        return status.st_uid == entry.folderOwner || status.st_uid == user
    }
}

/// A visitor that adds up the sizes of everything it visits.
private struct TreeCount: TreeVisitor {
    static let crossesDisks = true

    /// The size of everything except folders.
    private(set) var bytes = 0
    private(set) var diskBytes = 0
    /// The latest modification time, in seconds since 1970.
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
