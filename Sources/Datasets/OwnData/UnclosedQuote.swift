/// The position of the quote that opens the last field of a file and is never closed.
///
/// It is found by a second, slower pass, needed only for files with this error.
struct UnclosedQuote: Hashable {
    /// The line, from 1.
    private(set) var line = 1
    /// The column in characters, from 1.
    private(set) var column = 1

    /// Finds the last quote that opens a field.
    ///
    /// - Throws: `DatasetError` if the file can't be read.
    init(in path: String, format: RecordFormat) throws {
        var walk = QuoteWalk(format)
        let file = try InputFile(opening: path)
        var isFirst = true
        try withDatasetErrors {
            try file.forEachChunk { chunk in
                let start = isFirst ? ByteOrderMark.count(in: chunk) : 0
                isFirst = false
                for index in start..<chunk.count {
                    walk.take(UnsafeRawBufferPointer(rebasing: chunk[index...index]))
                }
            }
        }
        (line, column) = (walk.opening.line, walk.opening.column)
    }

    /// Returns the error for the file.
    func error(in path: String) -> DatasetError {
        DatasetError(
            .invalidContent,
            "\(path):\(line):\(column): the quote that opens here is not closed before the file"
                + " ends; close it, or write the field without quotes")
    }
}

/// A pass through a table, byte by byte, that tracks line and column.
private struct QuoteWalk {
    /// The position of the last quote that opened a field.
    private(set) var opening = (line: 1, column: 1)
    private var splitter: RecordSplitter
    private var place = (line: 1, column: 1)
    private var followsReturn = false

    init(_ format: RecordFormat) {
        splitter = RecordSplitter(format)
    }

    mutating func take(_ byte: UnsafeRawBufferPointer) {
        let value = byte[0]
        let wasInField = splitter.isInQuotedField
        _ = splitter.take(byte, upTo: .max)
        if splitter.isInQuotedField, !wasInField { opening = place }
        let endsLine = value == UInt8(ascii: "\n") || value == UInt8(ascii: "\r")
        if endsLine {
            if !(followsReturn && value == UInt8(ascii: "\n")) { place.line += 1 }
            place.column = 1
        } else if value & 0xC0 != 0x80 {
            place.column += 1
        }
        followsReturn = value == UInt8(ascii: "\r")
    }
}
