import Glibc

/// The identity, size and time of an input file: equal stamps mean unchanged content.
package struct InputStamp: Hashable, Sendable {
    private let device: dev_t
    private let number: ino_t
    /// The size in bytes.
    package let byteCount: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Creates the stamp of a regular file, following links; `nil` for anything else.
    package init?(of path: String) {
        self.init(of: SystemPath(path))
    }

    /// Creates the stamp of a regular file, following links; `nil` for anything else.
    package init?(of path: SystemPath) {
        var status = stat()
        guard path.withCString({ stat($0, &status) }) == 0, status.isRegular else { return nil }
        self.init(status)
    }

    /// Creates a stamp from a file's status.
    init(_ status: stat) {
        device = status.st_dev
        number = status.st_ino
        byteCount = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    /// Checks that a file still has this stamp.
    ///
    /// - Throws: ``WorkerError`` if the input changed.
    package func check(_ path: String) throws(WorkerError) {
        guard InputStamp(of: path) == self else { throw .inputChanged(path) }
    }
}

extension WorkerError {
    /// Returns the error for an input that was changed or removed during reading, so that no result
    /// can be correct.
    package static func inputChanged(_ path: String) -> WorkerError {
        WorkerError(
            .badSetting,
            "input '\(path)' changed while it was read; try again when nothing writes to the file"
        )
    }

    /// Returns the error for an input that can only be read once, or never ends.
    static func notRegular(_ path: String, mode: mode_t) -> WorkerError {
        WorkerError(
            .badSetting,
            "'\(path)' is \(kindName(of: mode)), not a regular file; save its content to a file and"
                + " pass the path of that file")
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

/// Refuses an input, or a result to verify, that is a pipe, a socket or a device.
///
/// A pipe gives its content only once, but inputs are opened several times, to read the header, the
/// rows, or to check the result. Missing files and invalid paths are reported by the code that
/// reads them.
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
    /// Whether the file is a regular file.
    var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
}
