internal import Glibc

/// The target of an output path named by the user, after following links.
package enum OutputTarget: Equatable, Sendable {
    /// A regular file, which need not exist yet.
    case file(path: String)
    /// A descriptor that this process has open, as for `/dev/stdout` and `/dev/fd/3`.
    case descriptor(Int32)
    /// A device, FIFO or socket, which is written to but never replaced.
    case special(path: String)

    /// The number of links that the kernel itself follows.
    private static let linksMaximum = 40

    /// Follows the links of a path.
    package init(_ path: String) throws(FileError) {
        var place = path
        for _ in 0..<Self.linksMaximum {
            if let descriptor = Self.ownDescriptor(at: place) {
                self = .descriptor(descriptor)
                return
            }
            guard FileKind(of: place) != .special else {
                self = .special(path: place)
                return
            }
            guard FileKind(ofLink: place) == .link else {
                self = .file(path: place)
                return
            }
            place = try Self.target(ofLink: place)
        }
        throw FileError(.write, path, number: ELOOP)
    }

    /// Returns the descriptor number in a path such as `/proc/self/fd/1`, also through links; `nil`
    /// for other paths.
    ///
    /// Such a link isn't followed, because it shows the path that the descriptor's file had when it
    /// was opened.
    private static func ownDescriptor(at path: String) -> Int32? {
        guard let number = path.split(separator: "/").last.flatMap({ Int32($0) }),
            FileKind(ofLink: path) == .link, let folder = realpath(parentPath(of: path), nil)
        else { return nil }
        defer { free(folder) }
        let name = String(cString: folder)
        return name.hasPrefix("/proc/\(getpid())/") && name.hasSuffix("/fd") ? number : nil
    }

    private static func target(ofLink path: String) throws(FileError) -> String {
        guard let bytes = linkTarget(of: path) else { throw FileError(.examine, path) }
        // A repaired name would be that of another file.
        guard let target = String(validating: bytes, as: UTF8.self) else {
            throw FileError(.examine, path, number: EILSEQ)
        }
        return target.hasPrefix("/") ? target : "\(parentPath(of: path))/\(target)"
    }
}
