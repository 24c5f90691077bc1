import Files
import MemoryBudget

/// A user's own contracts, in folders or an archive, read once to compute the correct result.
///
/// ```swift
/// let dataset = try OwnContracts.dataset(of: "contracts.zip")
/// ```
package enum OwnContracts {
    /// The version of the scan, raised whenever the same input would get another manifest.
    private static let version = 1
    /// The name of the kind that all trees of contracts have.
    package static var kind: String { HotelContractsGenerator.kind.name }

    /// Reads a tree or an archive.
    ///
    /// Takes about 100 bytes of memory per room, month and hotel.
    ///
    /// - Throws: `DatasetError.Code.invalidInput` if it is neither, or if no contract in it can be
    ///   read.
    package static func dataset(
        of path: String, progress: DatasetProgress.Handler = { _ in }
    ) throws -> Dataset {
        let found = try scanned(path, progress: progress)
        guard found.manifest.units > 0 else {
            let rejected = found.manifest.expected.rowsFailed
            throw DatasetError(
                .invalidInput,
                "no contract in '\(path)' can be read\(rejected > 0 ? " (\(rejected) rejected)" : "");"
                    + " entries of an archive must be stored or deflated, and not encrypted")
        }
        return found
    }

    private static func scanned(
        _ path: String, progress: DatasetProgress.Handler = { _ in }
    ) throws -> Dataset {
        var scan = ContractScan()
        var reported = 0
        func report(_ scan: ContractScan) throws {
            guard scan.bytes - reported >= 1 << 20 else { return }
            reported = scan.bytes
            try progress(
                DatasetProgress(
                    stage: .scanning, unitsDone: scan.contracts, bytesDone: scan.bytes,
                    bytesTotal: scan.bytes))
        }
        try read(path, into: &scan, report: report)
        return Dataset(
            path: path,
            manifest: DatasetManifest(
                kind: kind, generatorVersion: version, units: scan.contracts,
                expected: scan.expected(), bytes: scan.bytes, file: path, columns: []))
    }

    private static func read(
        _ path: String, into scan: inout ContractScan, report: (ContractScan) throws -> Void
    ) throws {
        if FileKind(of: path) == .directory {
            guard FileKind(of: "\(path)/DESTINATIONS") == .directory else {
                throw DatasetError(
                    .invalidInput,
                    "'\(path)' is not a tree of contracts: it has no folder DESTINATIONS; give one"
                        + " that has, or a ZIP archive of one")
            }
            try ScannedTree(path).read(into: &scan, report: report)
        } else {
            try ScannedArchive(path).read(into: &scan, report: report)
        }
    }

    /// Writes an empty tree or archive like the input, on which a worker's floor is measured.
    ///
    /// - Throws: `DatasetError` if it can't be written.
    package static func empty(like path: String, in folder: String) throws -> Dataset {
        try withDatasetErrors {
            if FileKind(of: path) == .directory {
                let tree = "\(folder)/empty"
                for name in ["", "/GENERAL", "/DESTINATIONS"] { try Directory.make(tree + name) }
                return try scanned(tree)
            }
            let archive = "\(folder)/empty.zip"
            let endRecord: [UInt8] = [0x50, 0x4B, 5, 6] + Array(repeating: 0, count: 18)
            try AtomicFile.write(endRecord, to: archive)
            return try scanned(archive)
        }
    }
}
