import MemoryBudget

/// The kind `csv-rows`: a product feed as CSV, with a known share of rows to reject.
///
/// Row *i* depends only on the seed, the settings and *i*, so a smaller dataset is a prefix of a
/// larger one.
struct ProductGenerator: DatasetGenerator {
    static let version = 1
    static let dataName = "data.csv"
    static let nominalBytesPerSecond = 300.0 * 1_048_576
    static let kind = DatasetKind(
        name: "csv-rows",
        about: "A product feed as CSV: quotes, line breaks and non-ASCII text, some rows malformed",
        unit: "rows",
        parameters: [
            DatasetKind.Parameter(
                name: "bad", defaultValue: "0.001",
                about: "Share of rows that are ragged or have an invalid value, 0 to 1"),
            DatasetKind.Parameter(
                name: "byte-damage", defaultValue: "0",
                about: "Share of rows with invalid UTF-8, 0 to 1"),
        ])

    let seed: UInt64
    private let shares: ProductShares
    /// The buffer's size, more than `ProductRow.bytesMax`. Only tests change it; the bytes don't
    /// depend on it.
    var bufferBytes = 1 << 20

    init(seed: UInt64, parameters: [String: String]) throws(DatasetError) {
        self.seed = seed
        shares = try ProductShares(parameters: parameters)
    }

    var parameters: [String: String] { shares.parameters }

    /// Returns an estimate: a row has 126 bytes on average at twenty million rows; longer ids add
    /// up to 3.
    func estimatedBytes(of size: DatasetSize) -> Int {
        switch size {
        case .units(let scale): 4_096 + scale.units * 132
        case .bytes(let count): count.bytes + ProductRow.bytesMax
        }
    }

    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        let output = try OutputFile(
            creating: "\(directory)/\(Self.dataName)", bufferBytes: bufferBytes)
        let header = ProductRow.columns.joined(separator: ",") + "\n"
        try Array(header.utf8).withUnsafeBytes { try output.append($0) }
        var tally = Tally()
        while !size.isReached(units: tally.units, bytes: output.byteCount) {
            fillBuffer(of: output, size: size, tally: &tally)
            try output.flush()
            try progress(
                progressReport(size, units: tally.units, bytes: output.byteCount))
        }
        try output.finish()
        return manifest(tally, bytes: output.byteCount)
    }

    /// The result of the rows so far.
    private struct Tally {
        var units = 0
        var good = RowDigest()
    }

    private func fillBuffer(of output: OutputFile, size: DatasetSize, tally: inout Tally) {
        let words = Self.words
        while output.available >= ProductRow.bytesMax,
            !size.isReached(units: tally.units, bytes: output.byteCount)
        {
            var fields = FieldWriter(at: output.position)
            var row = ProductRow(index: tally.units, seed: seed, shares: shares)
            row.write(to: &fields, words: words)
            output.advance(to: fields.end)
            tally.units += 1
            if row.isGood { tally.good.add(fields.hash) }
        }
    }

    private static let words = ProductWords()

    private func manifest(_ tally: Tally, bytes: Int) -> DatasetManifest {
        DatasetManifest(
            kind: Self.kind.name, generatorVersion: Self.version, seed: seed,
            parameters: parameters, units: tally.units,
            expected: ExpectedOutcome(
                rows: tally.good.count, rowsFailed: tally.units - tally.good.count,
                digest: tally.good.hexadecimal),
            bytes: bytes, file: Self.dataName, columns: ProductRow.columns)
    }
}
