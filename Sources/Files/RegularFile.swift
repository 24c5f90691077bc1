internal import Glibc

/// Files that somebody else may have made: what they are is looked at before they are read.
package enum RegularFile {
    /// The start of a regular file, also by a link to it; nil for anything else, such as a FIFO, at
    /// which a reader would wait, and for one that can't be read.
    ///
    /// - Parameter byteCountMaximum: Of a longer file only so much is read.
    package static func start(of path: String, byteCountMaximum: Int) -> [UInt8]? {
        // O_NONBLOCK: opening a FIFO without a writer would wait for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return start(of: descriptor, byteCountMaximum: byteCountMaximum)
    }

    private static func start(of descriptor: Int32, byteCountMaximum: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(byteCountMaximum, 1 << 16))
        while bytes.count < byteCountMaximum {
            let wanted = min(chunk.count, byteCountMaximum - bytes.count)
            let count = chunk.withUnsafeMutableBytes { buffer in
                retried { read(descriptor, buffer.baseAddress, wanted) }
            }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
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

    private init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .link
        default: self = .special
        }
    }
}
