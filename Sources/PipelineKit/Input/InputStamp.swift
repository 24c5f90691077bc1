import Glibc

/// The place, size and time of an input file: equal stamps are of the same content.
package struct InputStamp: Hashable, Sendable {
    private let device: dev_t
    private let number: ino_t
    /// The size in bytes.
    package let byteCount: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Looks at a regular file, also by a link to it; nil for anything else.
    package init?(of path: String) {
        self.init(of: SystemPath(path))
    }

    /// Looks at a regular file, also by a link to it; nil for anything else.
    package init?(of path: SystemPath) {
        var status = stat()
        guard path.withCString({ stat($0, &status) }) == 0, status.isRegular else { return nil }
        self.init(status)
    }

    /// Takes what the system says of a file.
    init(_ status: stat) {
        device = status.st_dev
        number = status.st_ino
        byteCount = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    /// Checks that a file is still the one that the stamp is of.
    ///
    /// - Throws: ``WorkerError`` that says that the input changed.
    package func check(_ path: String) throws(WorkerError) {
        guard InputStamp(of: path) == self else { throw .inputChanged(path) }
    }
}

extension WorkerError {
    /// The input was cut, added to, replaced or removed while it was read: no result of it is right.
    package static func inputChanged(_ path: String) -> WorkerError {
        WorkerError(
            .badSetting,
            "input '\(path)' changed while it was read; run it again when no program writes the file"
        )
    }

    /// The input is something that can only be read once, or never ends.
    static func notRegular(_ path: String, mode: mode_t) -> WorkerError {
        WorkerError(
            .badSetting,
            "'\(path)' is \(kindName(of: mode)), not a regular file; save its content to a file and"
                + " give the path of that")
    }

    private static func kindName(of mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        case S_IFDIR: "a directory"
        default: "a device"
        }
    }
}

/// Refuses an input, or a result to be verified, that is a pipe, a socket or a device.
///
/// A pipe gives its content once, and an input is opened by whoever reads the header, the rows, or
/// checks the result. What isn't there, or isn't a path at all, is left to who reads it.
///
/// - Throws: ``WorkerError`` with code `badSetting`.
package func refuseSpecialFile(at path: String) throws(WorkerError) {
    var status = stat()
    guard stat(path, &status) == 0, !status.isRegular, status.st_mode & S_IFMT != S_IFDIR else {
        return
    }
    throw .notRegular(path, mode: status.st_mode)
}

extension stat {
    /// True for a regular file.
    var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
}
