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
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw DatasetError.system("list", path)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file or a whole tree; links are removed, not followed. Nothing there is fine.
    static func remove(_ path: String) throws {
        if unlink(path) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw DatasetError.system("remove", path) }
        for name in try entries(of: path) {
            try remove("\(path)/\(name)")
        }
        guard rmdir(path) == 0 || errno == ENOENT else {
            throw DatasetError.system("remove", path)
        }
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
        return try entries(of: path).reduce(0) { try $0 + bytes(of: "\(path)/\($1)") }
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
