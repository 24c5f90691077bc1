import Glibc

/// Directories and whole trees, by path.
enum Directory {
    /// Makes a directory and its missing parents.
    static func create(_ path: String) throws {
        if mkdir(path, 0o755) == 0 || (errno == EEXIST && exists(path)) { return }
        guard errno == ENOENT, let parent = parent(of: path) else {
            throw DatasetError.system("create the directory", path)
        }
        try create(parent)
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw DatasetError.system("create the directory", path)
        }
    }

    /// Makes a new directory whose name starts with `prefix`.
    static func createTemporary(_ prefix: String) throws -> String {
        var template = Array((prefix + "XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw DatasetError.system("create a directory at", prefix)
        }
        // mkdtemp's 0700 would keep other users of a shared cache out.
        chmod(template, 0o755)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether a directory, or a link to one, is there.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Names within a directory, sorted; empty if there is none.
    static func entries(of path: String) throws -> [String] {
        guard let directory = try OpenDirectory(path) else { return [] }
        var names: [String] = []
        try directory.forEachEntry { names.append(String(cString: $0.name)) }
        return names.sorted()
    }

    /// Removes a file or a whole tree; links are removed, not followed. Nothing there is fine.
    static func remove(_ path: String) throws {
        if unlink(path) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw DatasetError.system("remove", path) }
        if let directory = try OpenDirectory(path) { try removeEntries(of: directory) }
        guard rmdir(path) == 0 || errno == ENOENT else {
            throw DatasetError.system("remove", path)
        }
    }

    private static func removeEntries(of directory: borrowing OpenDirectory) throws {
        var removed = 0
        // Some file systems skip entries when others are removed meanwhile.
        repeat {
            removed = 0
            try directory.forEachEntry { entry in
                removed += 1
                if try entry.unlink(in: directory) { return }
                if let below = try directory.opened(entry) { try removeEntries(of: below) }
                try entry.removeDirectory(in: directory)
            }
        } while removed > 0
    }

    /// Removes a directory unless something is in it.
    static func removeIfEmpty(_ path: String) throws {
        guard rmdir(path) == 0 || errno == ENOTEMPTY || errno == EEXIST else {
            throw DatasetError.system("remove", path)
        }
    }

    /// Bytes of the regular files of a file or tree.
    static func bytes(of path: String) throws -> Int {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return 0 }
            throw DatasetError.system("examine", path)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return Int(status.st_size) }
        guard let directory = try OpenDirectory(path) else { return 0 }
        return try bytes(of: directory)
    }

    private static func bytes(of directory: borrowing OpenDirectory) throws -> Int {
        var bytes = 0
        try directory.forEachEntry { entry in
            guard let status = try entry.status(in: directory) else { return }
            guard status.st_mode & S_IFMT == S_IFDIR else { return bytes += Int(status.st_size) }
            if let below = try directory.opened(entry) { bytes += try self.bytes(of: below) }
        }
        return bytes
    }

    /// When a file was last changed, in nanoseconds since 1970; 0 if there is none.
    static func changedNanoseconds(_ path: String) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }

    /// Bytes that this user may still write to the disk of a directory.
    static func freeBytes(at path: String) throws -> Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw DatasetError.system("examine", path) }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(
                by: UInt64(status.f_frsize)
            ).partialValue)
    }

    /// Moves a file or tree within one disk, at once.
    static func rename(_ path: String, to destination: String) throws {
        guard Glibc.rename(path, destination) == 0 else {
            throw DatasetError.system("move to its place", destination)
        }
    }

    private static func parent(of path: String) -> String? {
        let trimmed = path.reversed().drop { $0 == "/" }
        let parent = trimmed.drop { $0 != "/" }.drop { $0 == "/" }
        return parent.isEmpty ? nil : String(parent.reversed())
    }
}
