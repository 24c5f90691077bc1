import CLinux
import Files
import Glibc

/// The folders of a dataset of contracts, and the files in them.
///
/// Files are named relative to an open folder, so that the system need not resolve the whole path
/// 154,544 times, and each is written with one system call.
final class GeneratedTree: Sendable {
    /// The path of the tree.
    let path: String
    private let destinations: Int32
    /// The permissions of its folders.
    private static let mode: mode_t = 0o755

    /// Creates an empty tree in an existing folder.
    init(creating path: String) throws {
        self.path = path
        try Directory.make("\(path)/GENERAL")
        try Directory.make("\(path)/DESTINATIONS")
        destinations = open("\(path)/DESTINATIONS", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard destinations >= 0 else { throw FileError(.open, path) }
    }

    deinit {
        close(destinations)
    }

    /// Returns the path of a file of `GENERAL`.
    func general(_ name: String) -> String { "\(path)/GENERAL/\(name)" }

    /// Creates the folder of a destination.
    func add(_ destination: Destination) throws {
        let name = Self.name(of: destination)
        guard mkdirat(destinations, name, Self.mode) == 0 else {
            throw FileError(.makeDirectory, full(name))
        }
    }

    /// Writes a new file of a destination.
    func write(_ text: borrowing FileText, to name: String, of destination: Destination) throws {
        let name = "\(Self.name(of: destination))/\(name)"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let file = openat(destinations, name, flags, 0o644)
        guard file >= 0 else { throw FileError(.create, full(name)) }
        defer { close(file) }
        if let number = writeAll(text.bytes(), to: file) {
            throw FileError(.write, full(name), number: number)
        }
    }

    /// Waits for the disk, so that write-back doesn't disturb the next trial and a full disk is
    /// reported here.
    func synchronize() throws {
        let status = clinux_sync_filesystem(destinations)
        guard status == 0 else { throw FileError(.write, path, number: -status) }
    }

    private func full(_ name: String) -> String { "\(path)/DESTINATIONS/\(name)" }

    private static func name(of destination: Destination) -> String {
        "D_\(destination.code.text)"
    }
}
