/// A summary of prices, in thousandths.
struct PriceSummary: Sendable {
    /// The number of prices.
    private(set) var count = 0
    /// The lowest price; larger than any price if there are none.
    private(set) var lowest = Int.max
    /// The highest price; smaller than any price if there are none.
    private(set) var highest = Int.min
    private var sum = 0

    @inline(__always)
    mutating func add(_ price: Int) {
        count += 1
        sum += price
        lowest = min(lowest, price)
        highest = max(highest, price)
    }

    mutating func merge(_ other: PriceSummary) {
        count += other.count
        sum += other.sum
        lowest = min(lowest, other.lowest)
        highest = max(highest, other.highest)
    }

    /// The mean, rounded half away from zero to a whole thousandth; `nil` if there are no prices.
    var mean: Int? {
        guard count > 0 else { return nil }
        let (whole, rest) = sum.quotientAndRemainder(dividingBy: count)
        return 2 * abs(rest) >= count ? whole + sum.signum() : whole
    }
}
