internal import Glibc

/// The few things done to directories.
enum Directory {
    /// Makes a directory and the ones above it; one that is there is fine.
    static func make(_ path: String) throws(RunStoreError) {
        if mkdir(path, 0o777) == 0 { return }
        if errno == ENOENT, AtomicFile.parent(of: path) != path {
            try make(AtomicFile.parent(of: path))
            if mkdir(path, 0o777) == 0 { return }
        }
        guard errno == EEXIST, isDirectory(path) else {
            errno = errno == EEXIST ? ENOTDIR : errno
            throw .system(.cannotCreate, path, "the directory cannot be made")
        }
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a directory, sorted, without `.` and `..`.
    static func names(in path: String) throws(RunStoreError) -> [String] {
        guard let stream = opendir(path) else {
            throw .system(.unreadable, path, "the directory cannot be read")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file or a tree; symbolic links are removed, never followed. Absent is fine.
    static func removeTree(_ path: String) throws(RunStoreError) {
        guard let status = linkStatus(path) else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            guard unlink(path) == 0 else { throw .system(.writeFailed, path, "cannot be removed") }
            return
        }
        for name in try names(in: path) { try removeTree("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw .system(.writeFailed, path, "cannot be removed") }
    }

    /// Bytes on disk of a tree, and when it was last changed, in seconds since 1970.
    static func usage(of path: String) -> (bytes: Int, changed: Int) {
        guard let status = linkStatus(path) else { return (0, 0) }
        var bytes = Int(status.st_blocks) * 512
        var changed = Int(status.st_mtim.tv_sec)
        guard status.st_mode & S_IFMT == S_IFDIR else { return (bytes, changed) }
        for name in (try? names(in: path)) ?? [] {
            let inner = usage(of: "\(path)/\(name)")
            bytes += inner.bytes
            changed = max(changed, inner.changed)
        }
        return (bytes, changed)
    }

    private static func linkStatus(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }
}
