/// A summary of repeated readings: the median, which is judged, with its interval.
package struct Summary: Hashable, Sendable, Codable {
    /// The median; for an even number of values, the mean of the two middle ones.
    package var median: Double
    /// The lower end of the 95 % interval, or the smallest of fewer than six values.
    package var low: Double
    /// The upper end of the 95 % interval, or the largest of fewer than six values.
    package var high: Double
    /// The values, in the order they were read.
    package var values: [Double]

    /// Summarises readings; `nil` for none.
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

    /// Whether low and high are the extremes; reports then call them a *range*, not an interval.
    package var isRange: Bool {
        values.count < 6
    }

    /// Returns the number of order statistics outside the median's 95 % interval, on each side.
    ///
    /// The number of values below the median is binomial(n, ½). The interval from the (k+1)-th
    /// smallest to the (k+1)-th largest value covers the median with probability 1 − 2·P(X ≤ k).
    static func intervalRank(_ count: Int) -> Int {
        guard count >= 6 else { return 0 }
        // Sums from the middle outwards, because the tails begin at 2⁻ⁿ, which is zero from 1,075
        // values on.
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
