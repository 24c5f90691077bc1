import Glibc

/// Splits a file that is read in chunks into records, without looking at the fields.
///
/// Tables follow the rules of Python's csv module, as in ``RecordMachine``: a quote opens a
/// quoted field only at the field's start, and LF, CRLF and CR end a record. Empty lines are not
/// records. In the format `lines`, every line is a record, and only LF ends it.
struct RecordSplitter {
    private enum State {
        case recordStart, fieldStart, unquoted, quoted, quoteInQuoted
    }

    private let format: RecordFormat
    private var state = State.recordStart
    /// Whether a CR was read, so that an LF would belong to the same line end.
    private(set) var mayTakeLineFeed = false
    /// The number of complete records, including the header.
    private(set) var count = 0

    init(_ format: RecordFormat) {
        self.format = format
    }

    /// Whether the last record has begun and not ended; at the end of a file it counts too.
    var isInside: Bool { state != .recordStart }

    /// Whether an opened quote is not yet closed.
    var isInQuotes: Bool { state == .quoted }

    /// Whether the current field began with a quote, closed or not.
    var isInQuotedField: Bool { state == .quoted || state == .quoteInQuoted }

    /// Reads on until `limit` records have ended, or the chunk has.
    ///
    /// - Returns: The number of bytes of the chunk that belong to these records.
    mutating func take(_ chunk: UnsafeRawBufferPointer, upTo limit: Int) -> Int {
        switch format {
        case .lines: takeLines(chunk, upTo: limit)
        case .table(let separator): takeTable(chunk, separator: separator, upTo: limit)
        }
    }

    private mutating func takeLines(_ chunk: UnsafeRawBufferPointer, upTo limit: Int) -> Int {
        var index = 0
        while count < limit, index < chunk.count, let start = chunk.baseAddress {
            guard let found = memchr(start + index, 0x0A, chunk.count - index) else {
                state = .unquoted
                return chunk.count
            }
            index = start.distance(to: UnsafeRawPointer(found)) + 1
            count += 1
            state = .recordStart
        }
        return index
    }

    private mutating func takeTable(
        _ chunk: UnsafeRawBufferPointer, separator: UInt8, upTo limit: Int
    ) -> Int {
        var index = 0
        while index < chunk.count {
            let byte = chunk[index]
            if mayTakeLineFeed {
                mayTakeLineFeed = false
                if byte == UInt8(ascii: "\n") {
                    index += 1
                    continue
                }
            }
            guard count < limit else { return index }
            consume(byte, separator: separator)
            index += 1
        }
        return index
    }

    @inline(__always)
    private mutating func consume(_ byte: UInt8, separator: UInt8) {
        let quote = UInt8(ascii: "\"")
        switch state {
        case .quoted:
            if byte == quote { state = .quoteInQuoted }
        case .quoteInQuoted where byte == quote:
            state = .quoted
        case .recordStart where byte == quote, .fieldStart where byte == quote:
            state = .quoted
        default:
            if byte == separator {
                state = .fieldStart
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                mayTakeLineFeed = byte == UInt8(ascii: "\r")
                if state != .recordStart { count += 1 }
                state = .recordStart
            } else {
                state = .unquoted
            }
        }
    }
}
