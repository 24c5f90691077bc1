/// A defect for which a record must be rejected.
enum RecordDefect {
    /// Wrong bytes in place of a field: none, of the wrong type, or not UTF-8.
    case replaced(field: Int, by: [UInt8])
    /// The record ends before this required field.
    case cut(before: Int)
    /// A record longer than 1 MiB.
    case tooLong
    case tuples(TupleDefect)

    /// The number of bytes that makes any record too long.
    static let excessBytes = 1 << 20
    /// One in this many defects is `tooLong`, so that files keep their average size.
    static let tooLongOdds = 400

    /// Draws one of the defects possible for a record of this layout, each about equally often.
    static func drawn(for layout: RecordLayout, from random: inout RowRandom) -> RecordDefect {
        if random.next(below: tooLongOdds) == 0 { return .tooLong }
        if layout.tuple != nil && random.next(below: 2) == 0 {
            return .tuples(random.choice(of: TupleDefect.allCases))
        }
        switch random.next(below: 4) {
        case 0 where !layout.required.isEmpty:
            return .replaced(field: random.choice(of: layout.required), by: [])
        case 1 where layout.required.contains { $0 > 1 }:
            // Cutting before the first two could leave an empty line, which is not a record.
            return .cut(before: random.choice(of: layout.required.filter { $0 > 1 }))
        case 2 where !layout.typed.isEmpty:
            let field = random.choice(of: layout.typed)
            let texts = mistyped(layout.fields[field].type)
            return .replaced(field: field, by: Array(random.choice(of: texts).utf8))
        default:
            return .replaced(
                field: random.next(below: layout.fields.count),
                by: random.choice(of: ProductDefect.damagedBytes))
        }
    }

    /// Returns nonempty texts that are not valid for a type.
    private static func mistyped(_ type: RecordLayout.FieldType) -> [String] {
        switch type {
        case .text: []
        case .integer:
            [
                "x", "1.5", "--1", "-", "+1", "1e3", "0x1F", " 1", "1 ", "1,000", "１",
                "1234567890123456789",
            ]
        case .date:
            [
                "20250230", "20230229", "20251301", "20250431", "20250900", "20250010", "2025091",
                "202509100", "18991231", "22000101", "2025-9-1", "99999999", "tomorrow", "-0250910",
            ]
        case .decimal:
            [
                "1.2345", "1.", ".5", "12,50", "1e3", "--1", "-", "N/A", "1234567890123.000",
                "1.-5",
                "+1.000",
            ]
        case .flag: ["y", "n", "1", "0", "YES", "true", "S", " Y", "YN"]
        }
    }
}

/// A defect of a section's marks.
enum MarkDefect: CaseIterable {
    /// No closing mark.
    case unclosed
    /// A second closing mark.
    case closedTwice
    /// Another section's closing mark within the section.
    case closedByOther
    /// A record after the section, outside any section.
    case strayRecord
    /// After the section, a record and a closing mark without an opening one.
    case unopened
}

/// A defect of a file's header, for which all its other records are rejected too.
enum HeaderDefect: CaseIterable {
    case bad
    case missing
    case emptySection
    /// The header comes last, so that the records before it have none.
    case late
    /// A good header comes first; a bad one and a few records follow.
    case secondBad
}
