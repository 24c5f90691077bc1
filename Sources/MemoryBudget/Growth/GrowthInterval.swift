/// A figure and where it lies with a confidence of 95 %.
package struct GrowthInterval: Hashable, Sendable {
    /// The likeliest value.
    package let estimate: Double
    /// The lower end; not above ``estimate``.
    package let low: Double
    /// The upper end; not below ``estimate``, and infinite where nothing bounds it.
    package let high: Double

    init(estimate: Double, low: Double, high: Double) {
        self.estimate = estimate
        self.low = min(low, estimate)
        self.high = max(high, estimate)
    }

    /// The union of intervals around one estimate.
    init(estimate: Double, spanning ends: [(low: Double, high: Double)]) {
        self.init(
            estimate: estimate, low: ends.map(\.low).reduce(estimate, min),
            high: ends.map(\.high).reduce(estimate, max))
    }

    /// The interval with every figure changed alike; `change` must keep their order.
    func mapped(_ change: (Double) -> Double) -> GrowthInterval {
        GrowthInterval(estimate: change(estimate), low: change(low), high: change(high))
    }
}
