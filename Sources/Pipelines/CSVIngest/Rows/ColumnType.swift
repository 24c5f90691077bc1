import SQLiteStore

/// The type of a column: which fields are valid, and how they are stored.
enum ColumnType: Hashable, Sendable {
    /// Any text.
    case text
    /// Text of at least one byte.
    case nonEmptyText
    /// A decimal without leading zeros, within the range.
    case integer(ClosedRange<Int64>)
    /// Digits, a point and two digits, below 1e9, without leading zeros.
    case price
    /// An existing day, `YYYY-MM-DD`.
    case date

    /// The type in the table's SQL.
    var sqlName: String {
        switch self {
        case .integer: "INTEGER"
        case .price: "REAL"
        case .text, .nonEmptyText, .date: "TEXT"
        }
    }

    /// Returns the value of a field's decoded bytes; `nil` if they aren't valid for the column.
    ///
    /// UTF-8 isn't checked here, but once per record.
    @inline(__always)
    func value(_ bytes: UnsafeRawBufferPointer) -> FieldValue? {
        switch self {
        case .text: .text(bytes)
        case .nonEmptyText: bytes.isEmpty ? nil : .text(bytes)
        case .integer(let range): Self.integer(bytes, in: range).map { .integer($0) }
        case .price: Self.price(bytes).map { .real($0) }
        case .date: Self.isDate(bytes) ? .text(bytes) : nil
        }
    }

    private static func integer(
        _ bytes: UnsafeRawBufferPointer, in range: ClosedRange<Int64>
    ) -> Int64? {
        guard let number = canonicalDecimal(bytes), range.contains(number) else { return nil }
        return number
    }

    /// Returns the exact hundredths divided by 100, which is the double nearest to the text.
    private static func price(_ bytes: UnsafeRawBufferPointer) -> Double? {
        let wholeCount = bytes.count - 3
        guard (1...9).contains(wholeCount), bytes[wholeCount] == UInt8(ascii: "."),
            let whole = canonicalDecimal(UnsafeRawBufferPointer(rebasing: bytes[..<wholeCount])),
            let tens = digit(bytes[wholeCount + 1]), let ones = digit(bytes[wholeCount + 2])
        else { return nil }
        return Double(whole * 100 + tens * 10 + ones) / 100
    }

    private static func isDate(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let dash = UInt8(ascii: "-")
        guard bytes.count == 10, bytes[4] == dash, bytes[7] == dash,
            let year = digits(bytes, in: 0..<4), let month = digits(bytes, in: 5..<7),
            let day = digits(bytes, in: 8..<10), (1...12).contains(month), day >= 1
        else { return false }
        return day <= dayCount(ofMonth: month, year: year)
    }

    private static func dayCount(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Returns the value of digits without leading zeros; `nil` for other text, or beyond 64 bits.
    private static func canonicalDecimal(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard let first = bytes.first, first != UInt8(ascii: "0") || bytes.count == 1,
            bytes.count <= 19
        else { return nil }
        if bytes.count < 19 { return digits(bytes, in: 0..<bytes.count) }
        guard let head = digits(bytes, in: 0..<18), let last = digit(bytes[18]) else { return nil }
        let (tenfold, hasOverflow) = head.multipliedReportingOverflow(by: 10)
        let (number, overflows) = tenfold.addingReportingOverflow(last)
        return hasOverflow || overflows ? nil : number
    }

    @inline(__always)
    private static func digits(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) -> Int64? {
        var number: Int64 = 0
        for index in range {
            guard let digit = digit(bytes[index]) else { return nil }
            number = number &* 10 &+ digit
        }
        return number
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> Int64? {
        let value = byte &- UInt8(ascii: "0")
        return value <= 9 ? Int64(value) : nil
    }
}
