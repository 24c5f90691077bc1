internal import Glibc

/// A directory that is open for listing, whose entries are named relative to it.
///
/// Trees of many files are walked by these: no path is put together for each file, no list of names
/// is kept, and memory doesn't grow with their number.
package struct OpenDirectory: ~Copyable {
    /// Where it is, for messages.
    let path: String
    private let stream: OpaquePointer

    /// One entry, valid until the next is asked for.
    package struct Entry {
        /// Its name within the directory.
        package let name: UnsafePointer<CChar>
        fileprivate let directory: Int32
    }

    /// Opens a directory, also by a link to it; nil if there is none.
    package init?(_ path: String) throws(FileError) {
        try self.init(path, name: path, in: AT_FDCWD, flags: 0, absences: [ENOENT])
    }

    /// Opens a directory; nil if there is none, or a link that was just put in its place.
    init?(notFollowing path: String) throws(FileError) {
        try self.init(
            path, name: path, in: AT_FDCWD, flags: O_NOFOLLOW, absences: [ENOENT, ENOTDIR, ELOOP])
    }

    /// Opens a directory within this one; nil if it is gone or something else.
    func opened(_ entry: Entry) throws(FileError) -> OpenDirectory? {
        try OpenDirectory(
            "\(path)/\(String(cString: entry.name))", name: entry.name, in: entry.directory,
            flags: O_NOFOLLOW, absences: [ENOENT, ENOTDIR, ELOOP])
    }

    private init?(
        _ path: String, name: UnsafePointer<CChar>, in parent: Int32, flags: Int32,
        absences: [Int32]
    ) throws(FileError) {
        let descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags)
        guard descriptor >= 0 else {
            if absences.contains(errno) { return nil }
            throw FileError(.list, path)
        }
        guard let stream = fdopendir(descriptor) else {
            let error = FileError(.list, path)
            close(descriptor)
            throw error
        }
        self.path = path
        self.stream = stream
    }

    deinit {
        closedir(stream)
    }

    /// Visits every entry, in no order; again from the first one when called again.
    package func forEachEntry(
        _ body: (Entry) throws(FileError) -> Void
    ) throws(FileError) {
        rewinddir(stream)
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            // In place: an entry is shorter than the type that describes it.
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)
            }
            if Self.isSelfOrParent(name) { continue }
            try body(Entry(name: name, directory: dirfd(stream)))
        }
        guard errno == 0 else { throw FileError(.list, path) }
    }

    private static func isSelfOrParent(_ name: UnsafePointer<CChar>) -> Bool {
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        return name[0] == dot && (name[1] == 0 || (name[1] == dot && name[2] == 0))
    }
}

extension OpenDirectory.Entry {
    /// Its status, of a link itself rather than its target; nil if it is gone.
    func status(in directory: borrowing OpenDirectory) throws(FileError) -> stat? {
        var status = stat()
        if fstatat(self.directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return status }
        if errno == ENOENT { return nil }
        throw error(.examine, in: directory)
    }

    /// Removes it; false if it is a directory.
    func unlink(in directory: borrowing OpenDirectory) throws(FileError) -> Bool {
        if unlinkat(self.directory, name, 0) == 0 || errno == ENOENT { return true }
        if errno == EISDIR || errno == EPERM { return false }
        throw error(.remove, in: directory)
    }

    /// Removes it if it is an empty directory.
    func removeDirectory(in directory: borrowing OpenDirectory) throws(FileError) {
        if unlinkat(self.directory, name, AT_REMOVEDIR) == 0 || errno == ENOENT { return }
        throw error(.remove, in: directory)
    }

    private func error(
        _ action: FileError.Action, in directory: borrowing OpenDirectory
    ) -> FileError {
        // Before anything can change `errno`.
        let number = errno
        return FileError(action, "\(directory.path)/\(String(cString: name))", number: number)
    }
}
