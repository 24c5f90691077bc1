import MemoryBudget

/// The kind `hotel-contracts`: a tree of contract files, specified in
/// `Documentation/HotelContracts.md`.
///
/// Hotel *i* with all its contracts depends only on the seed, the settings and *i*. The correct
/// result is computed hotel by hotel from the written values, never by reading the files.
struct HotelContractsGenerator: DatasetGenerator {
    static let version = 3
    static let dataName = "contracts"
    static let kind = DatasetKind(
        name: "hotel-contracts",
        about: "A tree of hotel contracts in the sectioned text format of a bed bank's cache files",
        unit: "files",
        parameters: [
            DatasetKind.Parameter(
                name: "file-size", defaultValue: "51KiB",
                about: "Average size of a contract's file, 16KiB to 1MiB"),
            DatasetKind.Parameter(
                name: "damaged", defaultValue: "0.0005",
                about: "Share of records and section marks that are malformed, 0 to 1"),
            DatasetKind.Parameter(
                name: "quirks", defaultValue: "0.02",
                about: "Share of files that are unusual in a way that readers must accept, 0 to 1"),
            DatasetKind.Parameter(
                name: "headless", defaultValue: "0.0001",
                about:
                    "Share of files without a valid header, whose other records are rejected, 0 to 1"
            ),
        ])

    private let settings: ContractSettings
    /// The number of threads. Only tests change it: the bytes don't depend on it.
    var threadCount = 2

    init(seed: UInt64, parameters: [String: String]) throws(DatasetError) {
        settings = try ContractSettings(seed: seed, parameters: parameters)
    }

    var seed: UInt64 { settings.seed }
    var parameters: [String: String] { settings.parameters }

    func estimatedBytes(of size: DatasetSize) -> Int {
        ContractSize.estimate(of: size, settings: settings)
    }

    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        let tree = try GeneratedTree(creating: "\(directory)/\(Self.dataName)")
        let queue = try HotelQueue(size, tree: tree, settings: settings)
        func report(_ made: HotelQueue.Made) throws {
            try progress(progressReport(size, units: made.files, bytes: made.bytes))
        }
        HotelCrew(queue: queue, tree: tree, settings: settings)
            .run(threadCount: threadCount(for: size), report: report)
        let made = try queue.finish()
        try report(made)
        try tree.synchronize()
        return manifest(made)
    }

    private func threadCount(for size: DatasetSize) -> Int {
        switch size {
        case .units: threadCount
        case .bytes: 1
        }
    }

    private func manifest(_ made: HotelQueue.Made) -> DatasetManifest {
        DatasetManifest(
            kind: Self.kind.name, generatorVersion: Self.version, seed: seed,
            parameters: parameters, units: made.files,
            expected: ExpectedOutcome(
                rows: made.tally.rows.count, rowsFailed: made.tally.failed,
                digest: made.tally.rows.hexadecimal),
            bytes: made.bytes, file: Self.dataName, columns: [])
    }
}
