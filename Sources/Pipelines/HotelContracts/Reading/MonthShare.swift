/// The sums of the tuples of a record in one month.
struct MonthShare: Hashable, Sendable {
    // Small, because many of them are in memory.
    private let packedMonth: UInt32
    /// Bit n - 1 is day n: the days with an allotment.
    var openDays: UInt32 = 0
    var prices = PriceTotals()

    init(month: Int) {
        packedMonth = UInt32(truncatingIfNeeded: month)
    }

    /// `YYYYMM`.
    var month: Int { Int(packedMonth) }
}

/// Lowest, highest, sum and number of some amounts, in thousandths.
///
/// The sum is kept in two parts, so that it is exact for 2³¹ amounts of any size: added up as one
/// number, a few thousand of the largest are beyond 64 bits.
struct PriceTotals: Hashable, Sendable {
    var count: Int64 = 0
    var lowest = Int64.max
    var highest = Int64.min
    /// The sum without the lowest 32 bits of every amount, in units of 2³²; rounded down.
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

    /// The mean of one record's amounts, rounded half away from zero; only of one amount or more.
    ///
    /// A record's 4,000 amounts of at most 10¹⁵ thousandths fit into one number.
    var meanOfRecord: Int64 {
        let total = totalHigh << 32 + totalLow
        let divisor = UInt64(count)
        let (quotient, rest) = total.magnitude.quotientAndRemainder(dividingBy: divisor)
        let rounded = Int64(quotient + (rest >= divisor - rest ? 1 : 0))
        return total < 0 ? -rounded : rounded
    }
}
