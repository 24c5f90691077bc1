/// The judged statistic of repeated readings: a median and what surrounds it.
package struct Summary: Hashable, Sendable, Codable {
    /// The middle value; the mean of the two middle ones for an even number.
    package var median: Double
    /// The lower end of the 95 % interval, or the smallest value of fewer than six.
    package var low: Double
    /// The upper end of the 95 % interval, or the largest value of fewer than six.
    package var high: Double
    /// Every raw value, in the order it was read.
    package var values: [Double]

    /// Summarises readings; nil for none.
    package init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        median =
            sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        let rank = Self.intervalRank(sorted.count)
        low = sorted[rank]
        high = sorted[sorted.count - 1 - rank]
        self.values = values
    }

    /// Whether low and high are the extremes, to be labelled *range*, not an interval.
    package var isRange: Bool {
        values.count < 6
    }

    /// How many order statistics lie outside the 95 % interval of the median on each side.
    ///
    /// The number of values below the median is binomial(n, ½); the interval from the (k+1)-th
    /// smallest to the (k+1)-th largest covers it with probability 1 − 2·P(X ≤ k).
    static func intervalRank(_ count: Int) -> Int {
        guard count >= 6 else { return 0 }
        // From the middle outwards: 2⁻ⁿ, where the tails begin, is zero from 1,075 values on.
        let half = (count + 1) / 2
        var probability = (1...half).reduce(1.0) { product, pair in
            product * (1 - 0.5 / Double(pair))
        }
        var rank = count / 2
        var below = count % 2 == 0 ? 0.5 + probability / 2 : 0.5
        while 2 * below > 0.05 {
            below -= probability
            probability *= Double(rank) / Double(count - rank + 1)
            rank -= 1
        }
        return rank
    }
}
