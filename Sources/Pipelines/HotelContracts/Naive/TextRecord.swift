/// A record as many programs would keep it: a dictionary of strings, and one more per tuple.
struct TextRecord: Sendable {
    /// The fields by column, without empty ones; records of a contract include its key and hotel.
    var fields: [String: String]
    /// One dictionary per day.
    var tuples: [[String: String]] = []

    /// Adds the tuples and their sums, or returns the reason to reject the record.
    mutating func addTuples(_ text: String, layout: TupleLayout) -> String? {
        guard let days = days(from: fields["from_date"] ?? "", to: fields["to_date"] ?? "") else {
            return "no valid period of at most 4000 days"
        }
        guard let values = tupleValues(text) else { return "malformed tuples" }
        guard values.count == days.count else {
            return "\(values.count) tuples for \(days.count) days"
        }
        for values in values {
            guard values.count >= layout.values.count else { return "a tuple is too short" }
            var tuple = [String: String](minimumCapacity: layout.values.count)
            for (column, value) in zip(layout.values, values) where !value.isEmpty {
                guard column.type.accepts(value) else {
                    return "a tuple has no valid \(column.name)"
                }
                tuple[column.name] = value
            }
            tuples.append(tuple)
        }
        fields["days"] = String(days.count)
        return layout.kind == .inventory ? addAllotment() : addAmounts()
    }

    private mutating func addAllotment() -> String? {
        var sum: Int64 = 0
        for tuple in tuples {
            let added = sum.addingReportingOverflow(Int64(tuple["allotment"] ?? "0") ?? 0)
            guard !added.overflow else { return "the allotments are too large" }
            sum = added.partialValue
        }
        fields["allotment"] = String(sum)
        return nil
    }

    private mutating func addAmounts() -> String? {
        let amounts = tuples.compactMap { $0["amount"] }.map { thousandths(of: $0) }
        guard let lowest = amounts.min(), let highest = amounts.max() else { return nil }
        let total = amounts.reduce(0, +)
        let count = Int64(amounts.count)
        let mean = (2 * abs(total) + count) / (2 * count) * (total < 0 ? -1 : 1)
        fields["lowest_amount"] = decimalText(lowest)
        fields["highest_amount"] = decimalText(highest)
        fields["mean_amount"] = decimalText(mean)
        return nil
    }
}

/// Records by the name of their table.
typealias TextRecords = [String: [TextRecord]]

extension TextRecords {
    /// Adds another file's records to their tables.
    mutating func append(_ other: TextRecords) {
        for (table, records) in other { self[table, default: []] += records }
    }
}

extension FieldType {
    /// Returns whether a non-empty text is of this type.
    func accepts(_ text: String) -> Bool {
        switch self {
        case .text: true
        case .integer: (1...18).contains(unsigned(text).utf8.count) && isNumber(unsigned(text))
        case .flag: text == "Y" || text == "N"
        case .date: isDate(text)
        case .decimal: isDecimal(text)
        }
    }
}

private func unsigned(_ text: String) -> String {
    text.utf8.first == UInt8(ascii: "-")
        ? String(decoding: text.utf8.dropFirst(), as: UTF8.self) : text
}

private func isNumber(_ text: String) -> Bool {
    isNumber(text.utf8[...])
}

private func isNumber(_ text: Substring.UTF8View) -> Bool {
    !text.isEmpty && text.allSatisfy { (0x30...0x39).contains($0) }
}

private func isDecimal(_ text: String) -> Bool {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy(isNumber) else { return false }
    return parts[0].count <= 12 && (parts.count == 1 || parts[1].count <= 3)
}

private func isDate(_ text: String) -> Bool {
    guard text.utf8.count == 8, isNumber(text), let number = Int(text),
        (1900...2199).contains(number / 10_000), (1...12).contains(number / 100 % 100)
    else { return false }
    return (1...monthLength(number / 100)).contains(number % 100)
}

/// Returns the number of days in the month `YYYYMM`.
private func monthLength(_ month: Int) -> Int {
    let year = month / 100
    let isLeapYear = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    return [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month % 100 - 1]
}

/// Returns every day from one to another as text; `nil` if there is none, or more than 4,000.
func days(from: String, to: String) -> [String]? {
    guard var day = Int(from), let last = Int(to), day <= last else { return nil }
    var days: [String] = []
    while day <= last {
        guard days.count < 4000 else { return nil }
        days.append(String(day))
        day += 1
        if day % 100 > monthLength(day / 100) { day = (day / 100 + 1) * 100 + 1 }
        if day / 100 % 100 == 13 { day += 8800 }
    }
    return days
}

/// Returns a decimal's text as a number of thousandths.
func thousandths(of text: String) -> Int64 {
    Int64(((Double(text) ?? 0) * 1000).rounded())
}

/// Returns a number of thousandths as text.
func decimalText(_ thousandths: Int64) -> String {
    let places = String(thousandths.magnitude % 1000)
    return (thousandths < 0 ? "-" : "") + String(thousandths.magnitude / 1000) + "."
        + String(repeating: "0", count: 3 - places.utf8.count) + places
}

/// Returns the values of `(0,8)(0,10)`, one list per tuple; `nil` for text outside, or one not
/// closed.
private func tupleValues(_ text: String) -> [[String]]? {
    var tuples = text.utf8.split(separator: UInt8(ascii: ")"), omittingEmptySubsequences: false)
    guard tuples.popLast()?.isEmpty == true else { return nil }
    var values: [[String]] = []
    for tuple in tuples {
        let inner = tuple.dropFirst()
        guard tuple.first == UInt8(ascii: "("), !inner.contains(UInt8(ascii: "(")) else {
            return nil
        }
        values.append(
            inner.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { String(Substring($0)) })
    }
    return values
}
