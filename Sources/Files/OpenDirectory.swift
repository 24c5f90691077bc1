internal import Glibc

/// An open folder for listing, without keeping its names, so that memory doesn't grow with their
/// number.
package struct OpenDirectory: ~Copyable {
    /// The path of the folder, for error messages.
    let path: String
    private let stream: OpaquePointer

    /// One entry, valid until the next one is read.
    package struct Entry {
        /// The name in the folder.
        package let name: UnsafePointer<CChar>
        /// Whether the entry is a folder according to the file system; some never say.
        let isDirectory: Bool
    }

    /// Opens a folder, also through a link; `nil` if it doesn't exist.
    package init?(_ path: String) throws(FileError) {
        try self.init(path, flags: 0, absences: [ENOENT])
    }

    /// Opens a folder; `nil` if it doesn't exist, or is a link.
    init?(notFollowing path: String) throws(FileError) {
        try self.init(path, flags: O_NOFOLLOW, absences: [ENOENT, ENOTDIR, ELOOP])
    }

    private init?(_ path: String, flags: Int32, absences: [Int32]) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags)
        guard descriptor >= 0 else {
            if absences.contains(errno) { return nil }
            throw FileError(.list, path)
        }
        try self.init(taking: descriptor, path: path)
    }

    /// Lists an open folder; its descriptor is closed with the listing.
    ///
    /// - Parameter path: The path of the folder, for error messages.
    init(taking descriptor: Int32, path: String) throws(FileError) {
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

    /// Visits every entry, in no particular order, starting over at each call.
    package func forEachEntry(
        _ body: (Entry) throws(FileError) -> Void
    ) throws(FileError) {
        rewind()
        while let entry = try next() { try body(entry) }
    }

    /// Returns to the first entry.
    func rewind() {
        rewinddir(stream)
    }

    /// Returns the next entries, each with whether the file system says that it is a folder; fewer
    /// at the end.
    func nextNames(
        atMost count: Int
    ) throws(FileError) -> [(name: [CChar], isDirectory: Bool)] {
        var names: [(name: [CChar], isDirectory: Bool)] = []
        while names.count < count {
            guard let entry = try next() else { break }
            let name = UnsafeBufferPointer(start: entry.name, count: strlen(entry.name) + 1)
            names.append((Array(name), entry.isDirectory))
        }
        return names
    }

    /// Returns the next entry other than `.` and `..`; `nil` at the end.
    private func next() throws(FileError) -> Entry? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw FileError(.list, path) }
                return nil
            }
            // Read in place, because an entry is shorter than the type that describes it.
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)
            }
            if Self.isSelfOrParent(name) { continue }
            return Entry(name: name, isDirectory: Int(entry.pointee.d_type) == Int(DT_DIR))
        }
    }

    private static func isSelfOrParent(_ name: UnsafePointer<CChar>) -> Bool {
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        return name[0] == dot && (name[1] == 0 || (name[1] == dot && name[2] == 0))
    }
}
