package import Glibc

/// Directories and whole trees, by path.
package enum Directory {
    /// Creates a directory and its missing parents; one that exists is fine.
    ///
    /// - Parameter mode: Less the umask; default 0777.
    package static func make(_ path: String, mode: mode_t = 0o777) throws(FileError) {
        if mkdir(path, mode) == 0 { return }
        if errno == ENOENT, parentPath(of: path) != path {
            try make(parentPath(of: path), mode: mode)
            if mkdir(path, mode) == 0 { return }
        }
        let number = errno
        guard number == EEXIST, exists(path) else {
            throw FileError(.makeDirectory, path, number: number)
        }
    }

    /// Creates a new directory whose name starts with `prefix`.
    ///
    /// - Parameter mode: Whatever the umask; default 0700.
    package static func makeTemporary(
        _ prefix: String, mode: mode_t = 0o700
    ) throws(FileError) -> String {
        var template = Array((prefix + "XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError(.makeTemporaryDirectory, prefix) }
        if mode != 0o700 { chmod(template, mode) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether a directory, or a link to one, is there.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
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
