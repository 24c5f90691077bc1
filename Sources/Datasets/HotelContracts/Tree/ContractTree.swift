import CLinux
import Glibc

/// The directories of a dataset of contracts, and the files in them.
///
/// Files are named relative to an open directory, so that the system need not walk the whole path
/// 154,544 times, and each is written with one system call.
final class ContractTree: Sendable {
    /// Where it is.
    let path: String
    private let destinations: Int32

    /// Makes an empty tree in a directory that exists.
    init(creating path: String) throws {
        self.path = path
        try Directory.create("\(path)/GENERAL")
        try Directory.create("\(path)/DESTINATIONS")
        destinations = open("\(path)/DESTINATIONS", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard destinations >= 0 else { throw DatasetError.system("open", path) }
    }

    deinit {
        close(destinations)
    }

    /// Path of a file of `GENERAL`.
    func general(_ name: String) -> String { "\(path)/GENERAL/\(name)" }

    /// Makes the directory of a destination.
    func add(_ destination: Destination) throws {
        let name = Self.name(of: destination)
        guard mkdirat(destinations, name, 0o755) == 0 else {
            throw DatasetError.system("create the directory", full(name))
        }
    }

    /// Writes a new file of a destination.
    func write(_ text: borrowing FileText, to name: String, of destination: Destination) throws {
        let name = "\(Self.name(of: destination))/\(name)"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let file = openat(destinations, name, flags, 0o644)
        guard file >= 0 else { throw DatasetError.system("create", full(name)) }
        defer { close(file) }
        var rest = text.bytes()
        while !rest.isEmpty {
            let count = retried { Glibc.write(file, rest.baseAddress, rest.count) }
            guard count > 0 else { throw DatasetError.system("write", full(name)) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Waits for the disk, so that write-back does not disturb the trial that follows and a disk
    /// that turns out to be full says so here.
    func synchronize() throws {
        let status = clinux_sync_filesystem(destinations)
        guard status == 0 else { throw DatasetError.system("write", path, number: -status) }
    }

    private func full(_ name: String) -> String { "\(path)/DESTINATIONS/\(name)" }

    private static func name(of destination: Destination) -> String {
        "D_\(destination.code.text)"
    }
}
