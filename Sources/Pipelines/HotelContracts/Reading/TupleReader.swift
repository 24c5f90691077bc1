import Glibc

/// A reader that checks and sums up the tuples of one record after another.
struct TupleReader: ~Copyable {
    private let shares: UnsafeMutablePointer<MonthShare>
    private var monthCount = 0
    /// The sum of the allotments.
    private(set) var allotment: Int64 = 0
    /// The sums of the amounts.
    private(set) var prices = PriceTotals()

    init() {
        shares = .allocate(capacity: Period.dayCountMax / 28 + 2)
    }

    deinit {
        shares.deallocate()
    }

    /// The sums of the last record's tuples, by month; valid until the next record is read.
    var months: UnsafeBufferPointer<MonthShare> {
        UnsafeBufferPointer(start: shares, count: monthCount)
    }

    /// Reads the tuples of a period's days.
    mutating func read(
        _ start: Bytes, end: Bytes, layout: TupleLayout, period: Period
    ) throws(RecordRejection) {
        allotment = 0
        prices = PriceTotals()
        monthCount = 0
        var text = start
        var tuples = TupleScanner(layout, text: start)
        var day = period.first
        var dayCount = 0
        while dayCount < period.dayCount {
            var share = MonthShare(month: day.monthNumber)
            let last = min(day.dayCountOfMonth, day.day + period.dayCount - dayCount - 1)
            dayCount += last - day.day + 1
            for day in day.day...last {
                guard text < end else { throw .tupleCount(expected: period.dayCount) }
                let value = try tuples.next(&text, end: end)
                guard value != FieldText.absent else { continue }
                if layout.kind == .cost {
                    share.prices.add(value)
                } else {
                    try add(allotment: value, on: day, to: &share)
                }
            }
            prices.merge(share.prices)
            (shares + monthCount).initialize(to: share)
            monthCount += 1
            day.moveToNextMonth()
        }
        guard text == end else { throw .tupleCount(expected: period.dayCount) }
    }

    private mutating func add(
        allotment value: Int64, on day: Int, to share: inout MonthShare
    ) throws(RecordRejection) {
        let (sum, overflows) = allotment.addingReportingOverflow(value)
        guard !overflows else { throw .sumTooLarge }
        allotment = sum
        if value > 0 { share.openDays |= 1 << UInt32(day - 1) }
    }
}

/// A scanner that checks one tuple after another.
private struct TupleScanner {
    private let layout: TupleLayout
    /// The last tuple's text before the kept value, including its comma. Most days differ only in
    /// that value, so the same text isn't checked again.
    private var head: Bytes
    private var headByteCount = 0

    init(_ layout: TupleLayout, text: Bytes) {
        self.layout = layout
        head = text
    }

    /// Checks and passes a tuple, and returns the kept value.
    @inline(__always)
    mutating func next(_ text: inout Bytes, end: Bytes) throws(RecordRejection) -> Int64 {
        let start = text
        var first = 0
        if headByteCount > 0, end - text >= headByteCount, memcmp(text, head, headByteCount) == 0 {
            first = layout.keptIndex
            text += headByteCount - 1
        } else if text.pointee != UInt8(ascii: "(") {
            throw .tupleText
        }
        var kept = FieldText.absent
        for index in first..<layout.types.count {
            if index == layout.keptIndex {
                head = start
                headByteCount = text - start + 1
            }
            // Passes the opening parenthesis or the comma.
            text += 1
            let value = try value(index, from: &text, end: end)
            if index == layout.keptIndex { kept = value }
            guard text < end else { throw .tupleText }
            if text.pointee == UInt8(ascii: ",") { continue }
            guard text.pointee == UInt8(ascii: ")") else { throw rejection(index) }
            guard index == layout.types.count - 1 else { throw .tupleTooShort }
            text += 1
            return kept
        }
        try skipFurtherValues(&text, end: end)
        return kept
    }

    @inline(__always)
    private func value(
        _ index: Int, from text: inout Bytes, end: Bytes
    ) throws(RecordRejection) -> Int64 {
        let type = layout.types[index]
        if type == .text {
            skipText(&text, end: end)
            return FieldText.absent
        }
        guard let value = FieldText.number(type, from: &text, end: end) else {
            throw rejection(index)
        }
        return value
    }

    private func rejection(_ index: Int) -> RecordRejection {
        layout.types[index] == .text
            ? .tupleText : .tupleValue(column: layout.values[index].name)
    }
}

/// Passes text up to the end of a value.
@inline(__always)
private func skipText(_ text: inout Bytes, end: Bytes) {
    while text < end, text.pointee != UInt8(ascii: ","), text.pointee != UInt8(ascii: ")"),
        text.pointee != UInt8(ascii: "(")
    {
        text += 1
    }
}

private func skipFurtherValues(_ text: inout Bytes, end: Bytes) throws(RecordRejection) {
    while text < end, text.pointee != UInt8(ascii: ")") {
        guard text.pointee != UInt8(ascii: "(") else { throw .tupleText }
        text += 1
    }
    guard text < end else { throw .tupleText }
    text += 1
}
