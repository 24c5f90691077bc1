import Files
import MemoryBudget

/// Reads a user's own CSV once and says what a correct result of it must hold.
///
/// Deliberately slow and plain beside the pipelines' parsers, which it is the oracle for; memory is
/// constant: one read buffer and one record of at most 1 MiB. A row is good if it has as many
/// fields as the header and is valid UTF-8.
package enum InputScan {
    /// Rises whenever the same file would get another manifest.
    package static let version = 1

    /// The kind of every user's own CSV.
    package static let kind = DatasetKind(
        name: "csv", about: "Your own CSV file with a header, given by --input FILE", unit: "rows",
        isGenerated: false)

    /// Scans a file.
    ///
    /// - Throws: `DatasetError.Code.invalidInput` if it is missing, not a readable regular file, or
    ///   has no usable header.
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

    /// Writes a file that holds nothing but another file's header, byte by byte as it is there: the
    /// input on which a worker's floor is measured.
    ///
    /// - Throws: As `dataset(of:progress:)`; also if `destination` exists or can't be written.
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

/// A scan on its way through a file.
private struct Scan: ~Copyable {
    let path: String
    /// Bytes read so far, with the byte order mark.
    var bytes = 0
    var machine = RecordMachine()
    /// Of the bytes as they are, whatever they mean.
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
