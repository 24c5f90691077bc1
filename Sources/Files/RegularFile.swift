internal import Glibc
package import MemoryBudget

/// Reading of files from other sources, whose kind is checked before they are read.
package enum RegularFile {
    /// Returns the start of a regular file, also through a link; `nil` if it can't be read.
    ///
    /// Anything else, such as a FIFO, which would make a reader wait, is `nil` too.
    ///
    /// - Parameters:
    ///   - byteCountMaximum: The maximum number of bytes to read.
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

    /// Returns the contents of a regular file named by the user, also through a link; `nil` if it
    /// doesn't exist.
    ///
    /// - Parameter limit: The maximum size; longer files are refused.
    package static func bytes(
        of path: String, upTo limit: ByteCount
    ) throws(StoredFileError) -> [UInt8]? {
        guard let file = try StoredFile(path) else { return nil }
        return try file.bytes(upTo: limit)
    }

    /// Returns whether a regular file exists; a link to one doesn't count.
    package static func exists(_ path: String) -> Bool {
        FileKind(ofLink: path) == .regular
    }
}

/// The kind of a file system entry.
package enum FileKind: Equatable, Sendable {
    case regular, directory, link
    /// A device, FIFO or socket.
    case special

    /// Examines a path without following a link; `nil` if nothing exists there.
    package init?(ofLink path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(mode: status.st_mode)
    }

    /// Examines a path, following links; `nil` if nothing exists there.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(mode: status.st_mode)
    }

    /// Examines an open file; `nil` if the descriptor is not open.
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
