import MemoryBudget

/// A simple parser of the fields specified in `Documentation/HotelContracts.md`.
enum ScannedField {
    /// A field that is not of its type.
    struct Wrong: Error {}

    typealias Text = ArraySlice<UInt8>

    private static let minus = UInt8(ascii: "-")

    /// Adds a field to the hash of its row; an empty field is NULL.
    ///
    /// - Throws: ``Wrong``.
    static func add(
        _ text: Text, as type: RecordLayout.FieldType, to row: inout RowHash
    ) throws(Wrong) {
        if text.isEmpty { return row.addNull() }
        switch type {
        case .text: text.withUnsafeBytes { row.addField($0) }
        case .integer: row.addField(integer: try integer(text))
        case .date: row.addField(integer: try ScannedDate(text).number)
        case .decimal: row.addField(real: Double(try thousandths(text)) / 1000)
        case .flag: row.addField(integer: try flag(text))
        }
    }

    /// Parses a value of a tuple; `nil` for an empty one. Decimals are in thousandths.
    ///
    /// - Throws: ``Wrong``.
    static func number(
        _ text: Text, as type: RecordLayout.FieldType
    ) throws(Wrong) -> Int64? {
        if text.isEmpty || type == .text { return nil }
        switch type {
        case .integer: return try integer(text)
        case .decimal: return try thousandths(text)
        case .flag: return try flag(text)
        case .date, .text: throw Wrong()
        }
    }

    /// Parses an integer of up to 18 digits.
    static func integer(_ text: Text) throws(Wrong) -> Int64 {
        let digits = text.first == minus ? text.dropFirst() : text
        let value = try digitsValue(digits, countMaximum: 18)
        return text.first == minus ? -value : value
    }

    private static func flag(_ text: Text) throws(Wrong) -> Int64 {
        if text.elementsEqual("Y".utf8) { return 1 }
        if text.elementsEqual("N".utf8) { return 0 }
        throw Wrong()
    }

    private static func thousandths(_ text: Text) throws(Wrong) -> Int64 {
        let digits = text.first == minus ? text.dropFirst() : text
        let point = digits.firstIndex(of: UInt8(ascii: "."))
        var value = try digitsValue(digits[..<(point ?? digits.endIndex)], countMaximum: 12) * 1000
        if let point {
            let fraction = digits[(point + 1)...]
            let scale: Int64 = fraction.count == 1 ? 100 : fraction.count == 2 ? 10 : 1
            value += try digitsValue(fraction, countMaximum: 3) * scale
        }
        return text.first == minus ? -value : value
    }

    fileprivate static func digitsValue(
        _ digits: Text, countMaximum: Int
    ) throws(Wrong) -> Int64 {
        guard !digits.isEmpty, digits.count <= countMaximum else { throw Wrong() }
        var value: Int64 = 0
        for byte in digits {
            guard (0x30...0x39).contains(byte) else { throw Wrong() }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }
}

/// A day of the years 1900 to 2199.
struct ScannedDate {
    private(set) var year: Int64
    private(set) var month: Int64
    private(set) var day: Int64

    /// Parses `YYYYMMDD`.
    ///
    /// - Throws: ``ScannedField/Wrong`` for anything else, and for a day that doesn't exist.
    init(_ text: ArraySlice<UInt8>) throws(ScannedField.Wrong) {
        guard text.count == 8 else { throw ScannedField.Wrong() }
        let value = try ScannedField.digitsValue(text, countMaximum: 8)
        (year, month, day) = (value / 10_000, value / 100 % 100, value % 100)
        guard (1900...2199).contains(year), (1...12).contains(month), day >= 1, day <= monthDays
        else { throw ScannedField.Wrong() }
    }

    /// The date as a number such as 20250910.
    var number: Int64 { monthNumber * 100 + day }
    /// The month as a number such as 202509.
    var monthNumber: Int64 { year * 100 + month }

    /// The number of days of the month.
    private var monthDays: Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Advances to the next day.
    mutating func advance() {
        day += 1
        guard day > monthDays else { return }
        day = 1
        month += 1
        guard month > 12 else { return }
        month = 1
        year += 1
    }
}
