import MemoryBudget

/// The tickets of a seed and its settings, independent of the format they are written in.
struct TicketContent {
    /// The version of the rows, which all kinds of datasets with tickets use as their own.
    static let version = 1

    let seed: UInt64
    let shares: TicketShares
    private let words = TicketWords()

    init(seed: UInt64, parameters: [String: String]) throws(DatasetError) {
        self.seed = seed
        shares = try TicketShares(parameters: parameters)
    }

    /// Returns row *i*, which depends only on the seed, the settings and *i*: a smaller dataset is
    /// a prefix of a larger one.
    @inline(__always)
    func row(_ index: Int, at start: UnsafeMutablePointer<UInt8>) -> TicketRow {
        TicketRow(index: index, seed: seed, shares: shares, words: words, at: start)
    }

    func manifest(
        of kind: DatasetKind, file: String, tally: TicketTally, bytes: Int
    ) -> DatasetManifest {
        DatasetManifest(
            kind: kind.name, generatorVersion: Self.version, seed: seed,
            parameters: shares.parameters, units: tally.units, expected: tally.expected,
            expectations: tally.expectations, bytes: bytes, file: file, columns: TicketRow.columns)
    }
}
