/// The sums of a record's tuples in one month.
struct MonthShare: Hashable, Sendable {
    // Small, because many of them are in memory.
    private let packedMonth: UInt32
    /// The days with an allotment; bit n - 1 is day n.
    var openDays: UInt32 = 0
    var prices = PriceTotals()

    init(month: Int) {
        packedMonth = UInt32(truncatingIfNeeded: month)
    }

    /// `YYYYMM`.
    var month: Int { Int(packedMonth) }
}

/// The lowest, highest, sum and number of some amounts, in thousandths.
///
/// The sum has two parts, so that it is exact for 2³¹ amounts of any size: as one number, a few
/// thousand of the largest amounts would exceed 64 bits.
struct PriceTotals: Hashable, Sendable {
    var count: Int64 = 0
    var lowest = Int64.max
    var highest = Int64.min
    /// The sum of every amount without its lowest 32 bits, in units of 2³²; rounded down.
    var totalHigh: Int64 = 0
    /// The sum of the lowest 32 bits of every amount; never negative.
    var totalLow: Int64 = 0

    @inline(__always)
    mutating func add(_ amount: Int64) {
        count &+= 1
        lowest = min(lowest, amount)
        highest = max(highest, amount)
        totalHigh &+= amount >> 32
        totalLow &+= amount & 0xFFFF_FFFF
    }

    mutating func merge(_ other: PriceTotals) {
        count += other.count
        lowest = min(lowest, other.lowest)
        highest = max(highest, other.highest)
        totalHigh += other.totalHigh
        totalLow += other.totalLow
    }

    /// The mean of one record's amounts, at least one, rounded half away from zero.
    ///
    /// The sum of a record's 4,000 amounts of at most 10¹⁵ thousandths fits in 64 bits.
    var meanOfRecord: Int64 {
        let total = totalHigh << 32 + totalLow
        let divisor = UInt64(count)
        let (quotient, rest) = total.magnitude.quotientAndRemainder(dividingBy: divisor)
        let rounded = Int64(quotient + (rest >= divisor - rest ? 1 : 0))
        return total < 0 ? -rounded : rounded
    }
}
