import PipelineKit

/// One record of a CSV text, as its decoded fields: quotes removed, doubled ones made single.
///
/// A view into the splitter's memory. The list of fields is good until the splitter's next record,
/// the fields' bytes stay where they are until the splitter takes more input.
package struct CSVRecord {
    /// Why a record is rejected whatever its fields should be.
    package enum Rejection: Hashable, Sendable {
        /// The text ended within quotes.
        case unterminatedQuote
        /// More raw bytes than a record may have; they were skipped.
        case tooLong
        /// More fields than are kept; they were counted.
        case tooManyFields
    }

    /// The physical line that the record starts on, from 1; LF, CRLF and CR each end a line.
    package let line: Int
    /// The physical line that it ends on.
    package let lastLine: Int
    /// The line on which the quotes open that take in the most lines, or are never closed; the first
    /// line if it has none.
    package let quoteLine: Int
    /// How many fields it has, also if not all are kept.
    package let fieldCount: Int
    /// Why it is rejected; nil for a whole record. A rejected one shows no fields.
    package let rejection: Rejection?
    let base: UnsafePointer<UInt8>
    let byteCount: Int
    let bounds: UnsafePointer<FieldBounds>

    /// The decoded bytes of a field, from 0 to `fieldCount - 1` of a whole record.
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

    /// The fields as text, for those who want strings; what isn't UTF-8 is replaced.
    package var strings: [String] {
        (0..<fieldCount).map { String(decoding: self[$0], as: UTF8.self) }
    }
}

/// Where a decoded field lies, counted from its record's first byte.
struct FieldBounds {
    var start: UInt32
    var end: UInt32
}
