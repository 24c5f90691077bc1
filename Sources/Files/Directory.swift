package import Glibc

/// Directories and whole trees, by path.
package enum Directory {
    /// Creates a directory and its missing parents; one that exists is fine.
    ///
    /// Its owner may do everything in a new one, whatever the umask; others may list it unless the
    /// umask forbids that, and nobody else may write in it.
    package static func make(_ path: String) throws(FileError) {
        if makeOne(path) { return }
        if errno == ENOENT, parentPath(of: path) != path {
            try make(parentPath(of: path))
            if makeOne(path) { return }
        }
        let number = errno
        guard number == EEXIST, exists(path) else {
            throw FileError(.makeDirectory, path, number: number)
        }
    }

    /// Creates a directory; false if that is refused, and `errno` then says why.
    private static func makeOne(_ path: String) -> Bool {
        guard mkdir(path, 0o755) == 0 else { return false }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & 0o700 != 0o700 else { return true }
        return setMode(status.st_mode & 0o7777 | 0o700, of: path)
    }

    /// Sets the mode of a directory, not of the target of a link; false if that is refused.
    private static func setMode(_ mode: mode_t, of path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        // One that a umask forbids to open; older C libraries know no other way.
        guard descriptor >= 0 else {
            return fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW) == 0
        }
        defer { close(descriptor) }
        return fchmod(descriptor, mode) == 0
    }

    /// Creates a new directory whose name starts with `prefix`, and ends with random characters.
    ///
    /// - Parameter mode: Whatever the umask; default 0700.
    package static func makeTemporary(
        _ prefix: String, mode: mode_t = 0o700
    ) throws(FileError) -> String {
        let name = try TemporaryName.unused { (name) throws(FileError) in
            let path = prefix + name
            guard mkdir(path, 0o700) == 0 else {
                guard errno == EEXIST else { throw FileError(.makeTemporaryDirectory, prefix) }
                return false
            }
            if setMode(mode, of: path) { return true }
            // Somebody who sweeps at this very moment took it for one that is left over.
            if errno == ENOENT { return false }
            let error = FileError(.makeTemporaryDirectory, prefix)
            rmdir(path)
            throw error
        }
        return prefix + name
    }

    /// Whether a directory, or a link to one, is there.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The owner of a directory; nil if there is none, or a link.
    package static func owner(of path: String) -> uid_t? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        return status.st_uid
    }

    /// The names within a directory, sorted, without `.` and `..`; empty if there is none.
    ///
    /// - Parameter prefix: Names that start otherwise are left out; default leaves out none.
    package static func names(
        in path: String, startingWith prefix: String = ""
    ) throws(FileError) -> [String] {
        guard let directory = try OpenDirectory(path) else { return [] }
        var names: [String] = []
        let count = prefix.utf8.count
        try directory.forEachEntry { entry in
            guard strncmp(entry.name, prefix, count) == 0 else { return }
            names.append(String(cString: entry.name))
        }
        return names.sorted()
    }

    /// Makes the names in a directory as lasting as the files they name.
    package static func synchronize(_ path: String) throws(FileError) {
        try OpenFile(path, O_RDONLY | O_DIRECTORY, to: .open).synchronize()
    }

    /// Moves a file or tree within one disk, at once.
    package static func rename(_ path: String, to destination: String) throws(FileError) {
        guard Glibc.rename(path, destination) == 0 else { throw FileError(.replace, destination) }
    }

    /// Removes a directory unless something is in it.
    package static func removeIfEmpty(_ path: String) throws(FileError) {
        guard rmdir(path) == 0 || errno == ENOTEMPTY || errno == EEXIST else {
            throw FileError(.remove, path)
        }
    }
}

/// The names in a directory, sorted; empty if it can't be read.
package func directoryEntries(_ path: String) -> [String] {
    (try? Directory.names(in: path)) ?? []
}
