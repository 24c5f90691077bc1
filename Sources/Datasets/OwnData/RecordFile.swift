import Files

/// A user's own file of records, with its number of records and its digest.
///
/// ```swift
/// let file = try RecordFile(scanning: "orders.csv")
/// print(file.recordCount, file.byteCount)
/// ```
package struct RecordFile: Hashable, Sendable {
    /// The path of the file.
    package let path: String
    /// The division into records.
    package let format: RecordFormat
    /// The number of records, not counting a table's header.
    package let recordCount: Int
    /// The size, in bytes.
    package let byteCount: Int
    /// The digest of the bytes.
    package let contentDigest: String
    /// The number of bytes before the first record: the header and a byte order mark.
    let headerByteCount: Int
    /// The line ending to add after a last record that has none.
    let lineEnd: [UInt8]

    /// Reads a file once, in constant memory.
    ///
    /// - Parameter isCommaTable: Whether to read it as CSV with commas whatever its name; false by
    ///   default.
    /// - Throws: `DatasetError.Code.invalidInput` if it is missing, unreadable, not a regular file,
    ///   or a table without a header; `.invalidContent` for a quote that isn't closed, unless
    ///   `isCommaTable`; `.notDivisible` for a file without records; errors of `progress`.
    package init(
        scanning path: String, isCommaTable: Bool = false,
        progress: DatasetProgress.Handler = { _ in }
    ) throws {
        let format = try Self.format(of: path, isCommaTable: isCommaTable)
        let file = try InputFile(opening: path)
        var scan = RecordScan(format)
        try withDatasetErrors {
            try file.forEachChunk { chunk in
                scan.take(chunk)
                try progress(
                    DatasetProgress(
                        stage: .scanning, unitsDone: scan.recordCount, bytesDone: scan.byteCount,
                        bytesTotal: file.byteCount))
            }
        }
        guard let headerByteCount = scan.headerByteCount else { throw ColumnNames.missing(path) }
        // A pipeline rejects the row; a command would get a file that ends within a record.
        if scan.endsInQuotes, !isCommaTable {
            throw try UnclosedQuote(in: path, format: format).error(in: path)
        }
        self.path = path
        self.format = format
        self.headerByteCount = headerByteCount
        recordCount = scan.recordCount
        byteCount = scan.byteCount
        contentDigest = scan.digest.hexadecimal
        lineEnd = Array((scan.hasCarriageReturn ? "\r\n" : "\n").utf8)
    }

    private static func format(of path: String, isCommaTable: Bool) throws -> RecordFormat {
        try InputFile(opening: path).withFirstChunk { chunk in
            guard isCommaTable else { return try RecordFormat(of: path, startingWith: chunk) }
            try ColumnNames.refuseForeignFormat(chunk, path: path)
            return .table(separator: UInt8(ascii: ","))
        }
    }

    /// Returns the approximate size of `count` records with the header, rather too high than too
    /// low.
    package func estimatedBytes(of count: Int) -> Int {
        guard recordCount > 0, count != recordCount else { return byteCount }
        let share = Double(count) / Double(recordCount)
        return headerByteCount + Int(min(Double(byteCount) * share * 1.05, 1e18)) + 4096
    }
}

/// A pass through a file that counts its records.
private struct RecordScan {
    private(set) var byteCount = 0
    private(set) var digest = ContentDigest()
    private(set) var hasCarriageReturn = false
    private var headerEnd = 0
    private var splitter: RecordSplitter
    private let hasHeader: Bool

    init(_ format: RecordFormat) {
        splitter = RecordSplitter(format)
        hasHeader = format != .lines
    }

    /// The number of bytes before the first record; `nil` for a table without a header.
    var headerByteCount: Int? {
        let isThere = splitter.count > 0 || splitter.isInside
        return hasHeader && !isThere ? nil : headerEnd
    }

    /// The number of records that have begun, not counting the header.
    var recordCount: Int {
        max(0, splitter.count + (splitter.isInside ? 1 : 0) - (hasHeader ? 1 : 0))
    }

    /// Whether a quote was opened and not closed.
    var endsInQuotes: Bool { splitter.isInQuotes }

    mutating func take(_ chunk: UnsafeRawBufferPointer) {
        digest.add(chunk)
        var start = byteCount == 0 ? ByteOrderMark.count(in: chunk) : 0
        if byteCount == 0 { headerEnd = start }
        let isInHeader = splitter.count == 0 || headerEnd == byteCount && splitter.mayTakeLineFeed
        if hasHeader, isInHeader {
            let header = UnsafeRawBufferPointer(rebasing: chunk[start...])
            start += splitter.take(header, upTo: 1)
            headerEnd = byteCount + start
            hasCarriageReturn =
                hasCarriageReturn || chunk[..<start].contains(UInt8(ascii: "\r"))
        }
        _ = splitter.take(UnsafeRawBufferPointer(rebasing: chunk[start...]), upTo: .max)
        byteCount += chunk.count
    }
}
