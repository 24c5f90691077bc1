/// The reason that a record, or a part of a file, is rejected.
enum RecordRejection: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLong
    case notUTF8
    case value(column: String)
    case outsideSection
    /// A header without a number, of a contract that isn't external.
    case withoutNumber
    case withoutContract
    case periodReversed
    case periodTooLong
    case tupleText
    case tupleValue(column: String)
    case tupleTooShort
    case tupleCount(expected: Int)
    case sumTooLarge
    case sectionNotClosed
    case markWithoutSection

    var description: String {
        switch self {
        case .tooLong: "longer than 1 MiB"
        case .notUTF8: "not valid UTF-8"
        case .value(let column): "no valid \(column)"
        case .outsideSection: "outside any section"
        case .withoutNumber: "no contract number, and not an external contract"
        case .withoutContract: "no valid CCON record above it"
        case .periodReversed: "to_date is before from_date"
        case .periodTooLong: "more than \(Period.dayCountMax) days"
        case .tupleText: "malformed tuples"
        case .tupleValue(let column): "a tuple has no valid \(column)"
        case .tupleTooShort: "a tuple has too few values"
        case .tupleCount(let expected): "not \(expected) tuples, one per day"
        case .sumTooLarge: "the allotments add up to more than 64 bits"
        case .sectionNotClosed: "the section is not closed"
        case .markWithoutSection: "a closing mark without its section"
        }
    }
}
