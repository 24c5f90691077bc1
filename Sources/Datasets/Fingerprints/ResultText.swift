import Files
import MemoryBudget

/// The fingerprint of a file: of its bytes, and of its rows if it is CSV or JSON lines.
enum ResultText {
    static func fingerprint(
        of path: String, checkStop: () throws -> Void
    ) throws -> ResultFingerprint {
        let file = try InputFile(opening: path)
        var digest = ContentDigest()
        var (reader, isStart) = (nil as (any RowReader)?, true)
        try file.forEachChunk { chunk in
            digest.add(chunk)
            if isStart { reader = Self.reader(startingWith: chunk) }
            isStart = false
            if reader?.take(chunk) == false { reader = nil }
            try checkStop()
        }
        guard let reader, let rows = reader.finish() else {
            return ResultFingerprint(format: .file, contentDigest: digest.hexadecimal)
        }
        return ResultFingerprint(
            format: reader.format, contentDigest: digest.hexadecimal,
            rowsDigest: rows.digest.hexadecimal, rows: rows.count)
    }

    /// Returns a reader for a file: JSON lines if it starts with an object or array, otherwise CSV;
    /// `nil` if its start is not text.
    private static func reader(startingWith chunk: UnsafeRawBufferPointer) -> (any RowReader)? {
        guard ForeignFormat(startOf: chunk) == nil else { return nil }
        let first = chunk.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        return isJSON ? JSONRows() : CSVRows()
    }
}

/// A reader of a file's rows, which gives up when the file turns out to have another format.
protocol RowReader: AnyObject {
    /// The format of the rows.
    var format: ResultFingerprint.Format { get }

    /// Reads the next bytes; returns false if they show that the file has another format.
    func take(_ chunk: UnsafeRawBufferPointer) -> Bool

    /// Returns the digest and number of all rows; `nil` if the file has another format.
    func finish() -> (digest: RowDigest, count: Int)?
}

/// A reader of a CSV file, whose records have at least two fields and as many as the header.
private final class CSVRows: RowReader {
    let format = ResultFingerprint.Format.csv
    private var machine = RecordMachine()
    private var fieldCount: Int?
    private var digest = RowDigest()
    private var isFirstChunk = true

    func take(_ chunk: UnsafeRawBufferPointer) -> Bool {
        let start = isFirstChunk ? ByteOrderMark.count(in: chunk) : 0
        isFirstChunk = false
        for byte in UnsafeRawBufferPointer(rebasing: chunk[start...])
        where machine.endsRecord(with: byte) {
            guard takeRecord() else { return false }
        }
        return true
    }

    func finish() -> (digest: RowDigest, count: Int)? {
        if machine.endsRecordAtEndOfFile(), !takeRecord() { return nil }
        // The header is in the digest but doesn't count as a row.
        return fieldCount == nil ? nil : (digest, digest.count - 1)
    }

    private func takeRecord() -> Bool {
        guard machine.defect == nil else { return false }
        let isHeader = fieldCount == nil
        guard isHeader ? machine.fieldCount > 1 : machine.fieldCount == fieldCount else {
            return false
        }
        fieldCount = machine.fieldCount
        var hash = RowHash()
        // A row must not hash like the header of another file.
        if isHeader { hash.addNull() }
        for index in 0..<machine.fieldCount { hash.addField(machine.field(index)) }
        digest.add(hash)
        return true
    }
}
