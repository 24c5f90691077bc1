import MemoryBudget

/// The daily tuples of one record.
struct ScannedDays {
    /// The part of the tuples in one month.
    struct Month {
        /// The month, such as 202509.
        let number: Int64
        /// One bit per day with an allotment above 0.
        var openDays: UInt32 = 0
        var prices = ScannedPrices()
    }

    private(set) var months: [Month] = []
    private(set) var prices = ScannedPrices()
    private(set) var allotment: Int64 = 0
    private(set) var dayCount = 0
    private static let dayCountMaximum = 4000

    /// Reads the tuples that follow a record's fields.
    ///
    /// - Throws: ``ScannedField/Wrong`` for a record that must be rejected.
    init(
        _ text: ArraySlice<UInt8>, from: ArraySlice<UInt8>, to: ArraySlice<UInt8>,
        kinds: ScannedKinds
    ) throws(ScannedField.Wrong) {
        var day = try ScannedDate(from)
        let last = try ScannedDate(to).number
        var rest = text
        while day.number <= last {
            dayCount += 1
            guard dayCount <= Self.dayCountMaximum else { throw ScannedField.Wrong() }
            let value = try Self.nextTuple(&rest, kinds: kinds)
            try add(value, on: day, isPrice: kinds.arePrices)
            day.advance()
        }
        guard dayCount > 0, rest.isEmpty else { throw ScannedField.Wrong() }
    }

    /// Adds the columns derived from the tuples to a record's row.
    func add(to row: inout RowHash, isPrice: Bool) {
        row.addField(integer: Int64(dayCount))
        if isPrice {
            prices.add(to: &row, withHighest: true)
        } else {
            row.addField(integer: allotment)
        }
    }

    private mutating func add(
        _ value: Int64?, on day: ScannedDate, isPrice: Bool
    ) throws(ScannedField.Wrong) {
        if months.last?.number != day.monthNumber {
            months.append(Month(number: day.monthNumber))
        }
        guard let value else { return }
        if isPrice {
            prices.add(value)
            months[months.count - 1].prices.add(value)
            return
        }
        let (sum, overflows) = allotment.addingReportingOverflow(value)
        guard !overflows else { throw ScannedField.Wrong() }
        allotment = sum
        if value > 0 { months[months.count - 1].openDays |= 1 << UInt32(day.day - 1) }
    }

    /// Returns the relevant value of a tuple, the last of the listed ones.
    private static func nextTuple(
        _ rest: inout ArraySlice<UInt8>, kinds: ScannedKinds
    ) throws(ScannedField.Wrong) -> Int64? {
        guard rest.first == UInt8(ascii: "("), let end = rest.firstIndex(of: UInt8(ascii: ")"))
        else { throw ScannedField.Wrong() }
        var inner = rest[(rest.startIndex + 1)..<end]
        rest = rest[(end + 1)...]
        guard !inner.contains(UInt8(ascii: "(")) else { throw ScannedField.Wrong() }
        var kept: Int64?
        for (index, type) in kinds.types.enumerated() {
            let comma = inner.firstIndex(of: UInt8(ascii: ","))
            guard comma != nil || index == kinds.types.count - 1 else {
                throw ScannedField.Wrong()
            }
            kept = try ScannedField.number(inner[..<(comma ?? inner.endIndex)], as: type)
            inner = comma.map { inner[($0 + 1)...] } ?? []
        }
        return kept
    }
}

/// The types of a tuple's listed values; the last value is the relevant one.
struct ScannedKinds {
    let types: [RecordLayout.FieldType]
    /// Whether the values are prices rather than allotments.
    var arePrices: Bool { types.last == .decimal }

    /// The tuples of all sections that have any.
    static let all: [String: ScannedKinds] = [
        "CNIN": ScannedKinds(types: [.integer, .integer]),
        "SIIN": ScannedKinds(types: [.integer, .integer, .integer]),
        "CNCT": ScannedKinds(types: [.flag, .decimal, .decimal, .integer, .text, .decimal]),
        "SIAP": ScannedKinds(types: [.decimal, .decimal, .decimal]),
    ]
}

/// A summary of prices, in thousandths.
struct ScannedPrices {
    private(set) var count: Int64 = 0
    private var total: Int128 = 0
    private var lowest = Int64.max
    private var highest = Int64.min

    /// Adds a price.
    mutating func add(_ amount: Int64) {
        count += 1
        total += Int128(amount)
        lowest = min(lowest, amount)
        highest = max(highest, amount)
    }

    /// Adds the prices of another summary.
    mutating func merge(_ other: ScannedPrices) {
        count += other.count
        total += other.total
        lowest = min(lowest, other.lowest)
        highest = max(highest, other.highest)
    }

    /// Adds the lowest, optionally the highest, and the mean to a row; NULL if there are no prices.
    func add(to row: inout RowHash, withHighest: Bool) {
        guard count > 0 else {
            for _ in 0..<(withHighest ? 3 : 2) { row.addNull() }
            return
        }
        row.addField(real: Double(lowest) / 1000)
        if withHighest { row.addField(real: Double(highest) / 1000) }
        row.addField(real: Double(mean) / 1000)
    }

    /// The mean, rounded half away from zero.
    private var mean: Int64 {
        let divisor = Int128(count)
        let size = (2 * total.magnitude + divisor.magnitude) / (2 * divisor.magnitude)
        return total < 0 ? -Int64(size) : Int64(size)
    }
}
