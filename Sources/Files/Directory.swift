package import Glibc

/// Operations on folders and whole trees, by path.
///
/// ```swift
/// try Directory.make("results/csv")
/// print(try Directory.names(in: "results"))  // ["csv"]
/// try Directory.remove("results")
/// ```
package enum Directory {
    /// Creates a folder and its missing parents, if it doesn't exist.
    ///
    /// The owner of a new folder has all permissions, whatever the umask. Others may list it unless
    /// the umask forbids that, and can't write to it.
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

    /// Creates one folder; returns false and sets `errno` if that fails.
    private static func makeOne(_ path: String) -> Bool {
        guard mkdir(path, 0o755) == 0 else { return false }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & 0o700 != 0o700 else { return true }
        return setMode(status.st_mode & 0o7777 | 0o700, of: path)
    }

    /// Sets the mode of a folder, not of a link's target; returns false if that fails.
    private static func setMode(_ mode: mode_t, of path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        // The umask may have made the folder unreadable; older C libraries have no other way.
        guard descriptor >= 0 else {
            return fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW) == 0
        }
        defer { close(descriptor) }
        return fchmod(descriptor, mode) == 0
    }

    /// Creates a new folder whose name starts with `prefix` and ends with random characters.
    ///
    /// - Parameter mode: The mode, whatever the umask; default 0700.
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
            // A process that cleans up abandoned folders may have just removed the new one.
            if errno == ENOENT { return false }
            let error = FileError(.makeTemporaryDirectory, prefix)
            rmdir(path)
            throw error
        }
        return prefix + name
    }

    /// Returns whether a folder, or a link to one, exists.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Returns the owner of a folder; `nil` if it doesn't exist or is a link.
    package static func owner(of path: String) -> uid_t? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        return status.st_uid
    }

    /// Returns the names in a folder, sorted, without `.` and `..`; empty if it doesn't exist.
    ///
    /// - Parameter prefix: The start of the names to return; by default, all names.
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

    /// Syncs a folder, so that the names in it survive a crash like the files they name.
    package static func synchronize(_ path: String) throws(FileError) {
        try OpenFile(path, O_RDONLY | O_DIRECTORY, to: .open).synchronize()
    }

    /// Renames a file or tree within one file system, atomically.
    package static func rename(_ path: String, to destination: String) throws(FileError) {
        guard Glibc.rename(path, destination) == 0 else { throw FileError(.replace, destination) }
    }

    /// Removes a folder if it is empty.
    package static func removeIfEmpty(_ path: String) throws(FileError) {
        guard rmdir(path) == 0 || errno == ENOTEMPTY || errno == EEXIST else {
            throw FileError(.remove, path)
        }
    }
}

/// Returns the names in a folder, sorted; empty if it can't be read.
package func directoryEntries(_ path: String) -> [String] {
    (try? Directory.names(in: path)) ?? []
}
