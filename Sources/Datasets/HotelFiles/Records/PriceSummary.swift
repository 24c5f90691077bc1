/// Some prices, in thousandths.
struct PriceSummary: Sendable {
    /// How many there are.
    private(set) var count = 0
    /// Of nothing it is larger than any price.
    private(set) var lowest = Int.max
    /// Of nothing it is smaller than any price.
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

    /// Rounded half away from zero to a whole thousandth; nil of nothing.
    var mean: Int? {
        guard count > 0 else { return nil }
        let (whole, rest) = sum.quotientAndRemainder(dividingBy: count)
        return 2 * abs(rest) >= count ? whole + sum.signum() : whole
    }
}
