import PipelineKit

/// One record of a CSV text, with its decoded fields: quotes removed, doubled ones made single.
///
/// It is a view into the splitter's memory: the list of fields is valid until the splitter's next
/// record, and the fields' bytes until the splitter takes more input.
package struct CSVRecord {
    /// A reason to reject a record without checking its fields.
    package enum Rejection: Hashable, Sendable {
        /// The text ended inside quotes.
        case unterminatedQuote
        /// The record has too many raw bytes, which were skipped.
        case tooLong
        /// The record has more fields than are kept; all were counted.
        case tooManyFields
    }

    /// The physical line on which the record starts, from 1; LF, CRLF and CR each end a line.
    package let line: Int
    /// The physical line on which the record ends.
    package let lastLine: Int
    /// The line on which the quoted field with the most lines starts, or the one that is never
    /// closed; without quotes, the first line.
    package let quoteLine: Int
    /// The number of fields, even if not all are kept.
    package let fieldCount: Int
    /// The reason to reject the record, which then has no fields; `nil` for a good record.
    package let rejection: Rejection?
    let base: UnsafePointer<UInt8>
    let byteCount: Int
    let bounds: UnsafePointer<FieldBounds>

    /// The decoded bytes of a field, from 0 to `fieldCount - 1`, of a good record.
    @inlinable
    package subscript(index: Int) -> UnsafeRawBufferPointer {
        field(index)
    }

    /// Whether every field is valid UTF-8.
    package var isUTF8: Bool {
        isValidUTF8(UnsafeRawBufferPointer(start: base, count: byteCount))
    }

    @usableFromInline
    func field(_ index: Int) -> UnsafeRawBufferPointer {
        assert(rejection == nil && index < fieldCount, "no such field")
        let field = bounds[index]
        return UnsafeRawBufferPointer(
            start: base + Int(field.start), count: Int(field.end - field.start))
    }

    /// The fields as strings, in which invalid UTF-8 is replaced.
    package var strings: [String] {
        (0..<fieldCount).map { String(decoding: self[$0], as: UTF8.self) }
    }
}

/// The position of a decoded field, in bytes from its record's start.
struct FieldBounds {
    var start: UInt32
    var end: UInt32
}
