/// The place of the quote that opens the last field of a file and that nothing closes.
///
/// Found by a second, slower pass, which only a file with this mistake needs.
struct UnclosedQuote: Hashable {
    /// From 1.
    private(set) var line = 1
    /// From 1, in characters.
    private(set) var column = 1

    /// Looks for the last quote that opens a field.
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

    /// The refusal of the file.
    func error(in path: String) -> DatasetError {
        DatasetError(
            .invalidContent,
            "\(path):\(line):\(column): the quote that opens here is not closed before the file ends;"
                + " close it, or write the field without it")
    }
}

/// A pass through a table, byte by byte, that knows its line and column.
private struct QuoteWalk {
    /// The place of the last quote that opened a field.
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
