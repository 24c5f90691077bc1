import Glibc

/// The state of a database file, by which changes are detected: its identity, size and time, and
/// SQLite's header, which counts changes.
package struct DatabaseFileState: Hashable, Sendable {
    private let device: dev_t
    private let number: ino_t
    private let byteCount: off_t
    private let changedSeconds: Int
    private let changedNanoseconds: Int
    private let header: [UInt8]

    /// The size of SQLite's header, in bytes.
    private static let headerByteCount = 100
    /// The position of the file format's read version in the header, and its value in WAL mode.
    private static let readVersion = (offset: 19, log: UInt8(2))

    /// Reads the state; `nil` if the file can't be read.
    ///
    /// Must not be called within a transaction on that file: POSIX releases all locks of a process
    /// on a file when it closes any descriptor of it.
    package init?(of path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        var header = [UInt8](repeating: 0, count: Self.headerByteCount)
        guard fstat(descriptor, &status) == 0 else { return nil }
        let count = pread(descriptor, &header, header.count, 0)
        guard count >= 0 else { return nil }
        (device, number, byteCount) = (status.st_dev, status.st_ino, status.st_size)
        (changedSeconds, changedNanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        self.header = Array(header.prefix(count))
    }

    /// The state as a line of text, to be compared with a later one.
    package var record: String {
        let numbers = [
            Int(device), Int(number), Int(byteCount), changedSeconds, changedNanoseconds,
        ]
        return (numbers + header.map { Int($0) }).map { String($0) }.joined(separator: " ")
    }

    /// Whether the database is in WAL mode.
    package var usesLog: Bool {
        header.count > Self.readVersion.offset
            && header[Self.readVersion.offset] == Self.readVersion.log
    }
}
