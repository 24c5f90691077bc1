internal import Glibc

extension Directory {
    /// Removes a file or a whole tree; links are removed, not followed. Nothing there is fine.
    ///
    /// One entry that can't be removed doesn't keep the others.
    ///
    /// - Throws: The first failure.
    package static func remove(_ path: String) throws(FileError) {
        if unlink(path) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw FileError(.remove, path) }
        var failure: FileError?
        do throws(FileError) {
            if let directory = try OpenDirectory(notFollowing: path) {
                failure = removeEntries(of: directory)
            }
        } catch {
            failure = error
        }
        guard rmdir(path) == 0 || errno == ENOENT else {
            throw failure ?? FileError(.remove, path)
        }
    }

    private static func removeEntries(of directory: borrowing OpenDirectory) -> FileError? {
        var failure: FileError?
        var removed = 0
        // Some file systems skip entries when others are removed meanwhile.
        repeat {
            removed = 0
            do throws(FileError) {
                try directory.forEachEntry { entry in
                    do throws(FileError) {
                        try remove(entry, in: directory, noting: &failure)
                        removed += 1
                    } catch {
                        failure = failure ?? error
                    }
                }
            } catch {
                failure = failure ?? error
            }
        } while removed > 0
        return failure
    }

    private static func remove(
        _ entry: OpenDirectory.Entry, in directory: borrowing OpenDirectory,
        noting failure: inout FileError?
    ) throws(FileError) {
        if try entry.unlink(in: directory) { return }
        if let below = try directory.opened(entry) {
            let inner = removeEntries(of: below)
            failure = failure ?? inner
        }
        try entry.removeDirectory(in: directory)
    }

    /// Bytes of the regular files of a file or tree.
    package static func bytes(of path: String) throws(FileError) -> Int {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return 0 }
            throw FileError(.examine, path)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return Int(status.st_size) }
        guard let directory = try OpenDirectory(path) else { return 0 }
        return try bytes(of: directory)
    }

    private static func bytes(of directory: borrowing OpenDirectory) throws(FileError) -> Int {
        var bytes = 0
        try directory.forEachEntry { entry throws(FileError) in
            guard let status = try entry.status(in: directory) else { return }
            guard status.st_mode & S_IFMT == S_IFDIR else { return bytes += Int(status.st_size) }
            if let below = try directory.opened(entry) { bytes += try self.bytes(of: below) }
        }
        return bytes
    }

    /// Bytes on disk of a tree, and when it was last changed, in seconds since 1970.
    package static func usage(of path: String) -> (bytes: Int, changed: Int) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return (0, 0) }
        var bytes = Int(status.st_blocks) * 512
        var changed = Int(status.st_mtim.tv_sec)
        guard status.st_mode & S_IFMT == S_IFDIR else { return (bytes, changed) }
        for name in directoryEntries(path) {
            let inner = usage(of: "\(path)/\(name)")
            bytes += inner.bytes
            changed = max(changed, inner.changed)
        }
        return (bytes, changed)
    }
}
