import Files
import MemoryBudget

/// A scan that reads a user's own CSV file once and computes the correct result.
///
/// ```swift
/// let dataset = try InputScan.dataset(of: "orders.csv")
/// print(dataset.manifest.units, dataset.manifest.columns)
/// ```
///
/// It is the oracle for the pipelines' parsers, and therefore deliberately slow and simple. Memory
/// is constant: one read buffer and one record of at most 1 MiB. A row is good if it has as many
/// fields as the header and is valid UTF-8.
package enum InputScan {
    /// The version of the scan, raised whenever the same file would get another manifest.
    package static let version = 1

    /// The kind of every user's own CSV file.
    package static let kind = DatasetKind(
        name: "csv", about: "Your own CSV file with a header, given by --input FILE", unit: "rows",
        isGenerated: false)

    /// Scans a file.
    ///
    /// - Throws: `DatasetError.Code.invalidInput` if it is missing, unreadable, not a regular file,
    ///   or without a usable header.
    package static func dataset(
        of path: String, progress: DatasetProgress.Handler = { _ in }
    ) throws -> Dataset {
        let file = try InputFile(opening: path)
        var scan = Scan(path: path, bytesTotal: file.byteCount)
        try withDatasetErrors {
            try file.forEachChunk { chunk in
                let isFirst = scan.bytes == 0
                if isFirst { try ColumnNames.refuseForeignFormat(chunk, path: path) }
                let start = isFirst ? ByteOrderMark.count(in: chunk) : 0
                for byte in UnsafeRawBufferPointer(rebasing: chunk[start...])
                where scan.machine.endsRecord(with: byte) {
                    try scan.takeRecord()
                }
                scan.digest.add(chunk)
                scan.bytes += chunk.count
                try progress(scan.report)
            }
        }
        if scan.machine.endsRecordAtEndOfFile() { try scan.takeRecord() }
        return Dataset(path: path, manifest: try scan.manifest())
    }

    /// Writes a file with nothing but the header of another file, byte for byte, on which a
    /// worker's floor is measured.
    ///
    /// - Throws: The errors of `dataset(of:progress:)`; also if `destination` exists or can't be
    ///   written.
    package static func headerOnly(of path: String, to destination: String) throws -> Dataset {
        try withDatasetErrors {
            let header = try HeaderBytes(of: path)
            let output = try OutputFile(creating: destination, bufferBytes: 1 << 16)
            do {
                try header.bytes.withUnsafeBytes { try output.append($0) }
                try output.finish()
            } catch {
                try? Directory.remove(destination)
                throw error
            }
        }
        return try dataset(of: destination)
    }
}

/// The state of a scan.
private struct Scan: ~Copyable {
    let path: String
    /// The number of bytes read so far, including the byte order mark.
    var bytes = 0
    var machine = RecordMachine()
    /// The digest of the raw bytes.
    var digest = ContentDigest()
    private var columns: [String] = []
    private var units = 0
    private var good = RowDigest()
    private let bytesTotal: Int

    init(path: String, bytesTotal: Int) {
        self.path = path
        self.bytesTotal = bytesTotal
    }

    var report: DatasetProgress {
        DatasetProgress(
            stage: .scanning, unitsDone: units, bytesDone: bytes, bytesTotal: bytesTotal)
    }

    mutating func takeRecord() throws {
        if columns.isEmpty {
            columns = try ColumnNames.ofHeader(in: machine, path: path)
            return
        }
        units += 1
        guard machine.defect == nil, machine.fieldCount == columns.count else { return }
        var hash = RowHash()
        for index in 0..<machine.fieldCount { hash.addField(machine.field(index)) }
        good.add(hash)
    }

    func manifest() throws -> DatasetManifest {
        guard !columns.isEmpty else { throw ColumnNames.missing(path) }
        return DatasetManifest(
            kind: InputScan.kind.name, generatorVersion: InputScan.version, units: units,
            expected: ExpectedOutcome(
                rows: good.count, rowsFailed: units - good.count, digest: good.hexadecimal),
            bytes: bytes, contentDigest: digest.hexadecimal, file: path, columns: columns)
    }
}
