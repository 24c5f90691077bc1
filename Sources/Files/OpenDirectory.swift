internal import Glibc

/// A directory that is open for listing: no list of names is kept, and memory doesn't grow with
/// their number.
package struct OpenDirectory: ~Copyable {
    /// Where it is, for messages.
    let path: String
    private let stream: OpaquePointer

    /// One entry, valid until the next is asked for.
    package struct Entry {
        /// Its name within the directory.
        package let name: UnsafePointer<CChar>
        /// Whether the disk says that it is a directory; some never say.
        let isDirectory: Bool
    }

    /// Opens a directory, also by a link to it; nil if there is none.
    package init?(_ path: String) throws(FileError) {
        try self.init(path, flags: 0, absences: [ENOENT])
    }

    /// Opens a directory; nil if there is none, or a link that was just put in its place.
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

    /// Lists a directory that is open; its descriptor is closed with the listing.
    ///
    /// - Parameter path: For messages.
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

    /// Visits every entry, in no order; again from the first one when called again.
    package func forEachEntry(
        _ body: (Entry) throws(FileError) -> Void
    ) throws(FileError) {
        rewind()
        while let entry = try next() { try body(entry) }
    }

    /// Goes back to the first entry.
    func rewind() {
        rewinddir(stream)
    }

    /// The next entries, each with whether the disk says that it is a directory; fewer at the end.
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

    /// The next entry that is neither the directory itself nor its parent; nil at the end.
    private func next() throws(FileError) -> Entry? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw FileError(.list, path) }
                return nil
            }
            // In place: an entry is shorter than the type that describes it.
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
