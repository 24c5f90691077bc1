internal import Glibc
package import MemoryBudget

/// Files that somebody else may have made: what they are is looked at before they are read.
package enum RegularFile {
    /// The start of a regular file, also by a link to it; nil for anything else, such as a FIFO, at
    /// which a reader would wait, and for one that can't be read.
    ///
    /// - Parameters:
    ///   - byteCountMaximum: Of a longer file only so much is read.
    ///   - followsLink: Whether the path may be a link; default true.
    package static func start(
        of path: String, byteCountMaximum: Int, followsLink: Bool = true
    ) -> [UInt8]? {
        do throws(StoredFileError) {
            guard let file = try StoredFile(path, followsLink: followsLink) else { return nil }
            return try file.start(byteCountMaximum: byteCountMaximum)
        } catch {
            return nil
        }
    }

    /// The whole of a regular file that somebody named, also by a link to it; nil if there is none.
    ///
    /// - Parameter limit: A longer file is refused.
    package static func bytes(
        of path: String, upTo limit: ByteCount
    ) throws(StoredFileError) -> [UInt8]? {
        guard let file = try StoredFile(path) else { return nil }
        return try file.bytes(upTo: limit)
    }

    /// Whether a regular file, and not a link to one, is there.
    package static func exists(_ path: String) -> Bool {
        FileKind(ofLink: path) == .regular
    }
}

/// The kind of thing that a path names.
package enum FileKind: Equatable, Sendable {
    case regular, directory, link
    /// A device, a FIFO or a socket.
    case special

    /// The kind of what is at a path, of a link itself rather than its target; nil if nothing is.
    package init?(ofLink path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(mode: status.st_mode)
    }

    /// The kind of what is at a path, or at the end of the links from there; nil if nothing is.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(mode: status.st_mode)
    }

    /// The kind of what is open; nil for a descriptor that isn't.
    init?(ofOpen descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(mode: status.st_mode)
    }

    private init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .link
        default: self = .special
        }
    }
}
