import Files
import Glibc

/// A user's own tree of contracts, read simply.
struct ScannedTree {
    /// A path as the system gives it: not every name is UTF-8.
    private typealias Path = [CChar]

    private let root: Path
    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 256 << 10, alignment: 64)

    /// - Parameter path: The folder with `DESTINATIONS`.
    init(_ path: String) {
        root = Array(path.utf8CString)
    }

    /// Reads every file of the tree.
    ///
    /// - Parameter report: Called after each file.
    func read(into scan: inout ContractScan, report: (ContractScan) throws -> Void) throws {
        defer { buffer.deallocate() }
        try readFiles(
            Self.path(root, name: "GENERAL"), isContract: false, into: &scan, report: report)
        guard let folders = Self.names(in: Self.path(root, name: "DESTINATIONS")) else {
            return scan.rejectFile()
        }
        for folder in folders {
            let path = Self.path(Self.path(root, name: "DESTINATIONS"), bytes: folder)
            try readFiles(path, isContract: true, into: &scan, report: report)
        }
    }

    private func readFiles(
        _ folder: Path, isContract: Bool, into scan: inout ContractScan,
        report: (ContractScan) throws -> Void
    ) throws {
        guard let names = Self.names(in: folder) else { return scan.rejectFile() }
        for name in names {
            readFile(Self.path(folder, bytes: name), isContract: isContract, into: &scan)
            try report(scan)
        }
    }

    private func readFile(_ path: Path, isContract: Bool, into scan: inout ContractScan) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return scan.rejectFile() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return scan.rejectFile()
        }
        scan.begin(isContract: isContract)
        while let count = readFully(descriptor, into: buffer), count > 0 {
            scan.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        scan.end()
    }

    private static func path(_ folder: Path, name: String) -> Path {
        path(folder, bytes: Array(name.utf8CString))
    }

    private static func path(_ folder: Path, bytes name: Path) -> Path {
        Array(folder.dropLast()) + [CChar(bitPattern: UInt8(ascii: "/"))] + name
    }

    /// Returns the names in a folder; `nil` if it can't be read.
    private static func names(in folder: Path) -> [Path]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [Path] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
            }
            let dot = CChar(bitPattern: UInt8(ascii: "."))
            if name != [dot, 0], name != [dot, dot, 0] { names.append(name) }
        }
        return names
    }
}
