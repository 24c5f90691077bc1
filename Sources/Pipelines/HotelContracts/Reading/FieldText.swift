/// A position in text that is parsed from front to back.
typealias Bytes = UnsafePointer<UInt8>

/// Parsers of typed values at the front of text; each stops after the value.
///
/// An empty value is ``absent``; the result is `nil` for a value of another type, or too long.
enum FieldText {
    /// The result for an empty value, which no type can have.
    static let absent = Int64.min

    /// Parses a value of any type but text: whole numbers, dates, thousandths, 1 or 0.
    @inline(__always)
    static func number(_ type: FieldType, from text: inout Bytes, end: Bytes) -> Int64? {
        switch type {
        case .integer: integer(&text, end: end)
        case .decimal: decimal(&text, end: end)
        case .date: date(&text, end: end)
        case .flag: flag(&text, end: end)
        case .text: absent
        }
    }

    @inline(__always)
    static func integer(_ text: inout Bytes, end: Bytes) -> Int64? {
        let start = text
        let isNegative = text < end && text.pointee == UInt8(ascii: "-")
        if isNegative { text += 1 }
        let (number, count) = digits(&text, end: end)
        if count == 0 { return text == start ? absent : nil }
        return count <= 18 ? (isNegative ? 0 &- number : number) : nil
    }

    /// Parses a decimal, as a number of thousandths.
    @inline(__always)
    static func decimal(_ text: inout Bytes, end: Bytes) -> Int64? {
        let start = text
        let isNegative = text < end && text.pointee == UInt8(ascii: "-")
        if isNegative { text += 1 }
        var (number, count) = digits(&text, end: end)
        if count == 0 { return text == start ? absent : nil }
        guard count <= 12 else { return nil }
        var placeCount = 0
        if text < end, text.pointee == UInt8(ascii: ".") {
            text += 1
            let (places, count) = digits(&text, end: end)
            guard (1...3).contains(count) else { return nil }
            placeCount = count
            number = number &* (count == 3 ? 1000 : count == 2 ? 100 : 10) &+ places
        }
        number =
            number &* (placeCount == 3 ? 1 : placeCount == 2 ? 10 : placeCount == 1 ? 100 : 1000)
        return isNegative ? 0 &- number : number
    }

    @inline(__always)
    static func date(_ text: inout Bytes, end: Bytes) -> Int64? {
        let (number, count) = digits(&text, end: end)
        if count == 0 { return absent }
        return count == 8 && CalendarDay(number: Int(number)) != nil ? number : nil
    }

    @inline(__always)
    static func flag(_ text: inout Bytes, end: Bytes) -> Int64? {
        guard text < end else { return absent }
        switch text.pointee {
        case UInt8(ascii: "Y"):
            text += 1
            return 1
        case UInt8(ascii: "N"):
            text += 1
            return 0
        default: return absent
        }
    }

    /// Parses digits, as a number that is correct only for up to 18 of them.
    @inline(__always)
    private static func digits(_ text: inout Bytes, end: Bytes) -> (number: Int64, count: Int) {
        let start = text
        var number: Int64 = 0
        while text < end, case let digit = text.pointee &- UInt8(ascii: "0"), digit <= 9 {
            number = number &* 10 &+ Int64(digit)
            text += 1
        }
        return (number, text - start)
    }
}
