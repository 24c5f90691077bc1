import Files
import MemoryBudget

/// The fingerprint of a file of bytes: also of its rows, if it is CSV or JSON lines.
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

    /// A file may be JSON lines if it starts with an object or an array, or else CSV; nil for a file that
    /// starts like something else than text.
    private static func reader(startingWith chunk: UnsafeRawBufferPointer) -> (any RowReader)? {
        guard ForeignFormat(startOf: chunk) == nil else { return nil }
        let first = chunk.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        return isJSON ? JSONRows() : CSVRows()
    }
}

/// Reads the rows of a file, as long as they are of its format.
protocol RowReader: AnyObject {
    /// The format that it reads.
    var format: ResultFingerprint.Format { get }

    /// Takes the next bytes; false if they show that the file has another format.
    func take(_ chunk: UnsafeRawBufferPointer) -> Bool

    /// The digest of all rows and how many they are; nil if the file has another format.
    func finish() -> (digest: RowDigest, count: Int)?
}

/// The records of a CSV: as many fields in each as in its header, and two at least.
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
        // The header is in the digest and is no row.
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
        // A row that equals another file's header is no header.
        if isHeader { hash.addNull() }
        for index in 0..<machine.fieldCount { hash.addField(machine.field(index)) }
        digest.add(hash)
        return true
    }
}
