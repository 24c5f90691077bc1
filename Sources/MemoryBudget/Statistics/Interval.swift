/// A figure and the ends between which it lies.
package struct Interval: Hashable, Sendable, Codable {
    /// The likeliest value.
    package let estimate: Double
    /// The lower end; not above ``estimate``.
    package let low: Double
    /// The upper end; not below ``estimate``, and infinite where nothing bounds it.
    package let high: Double

    /// Creates an interval.
    package init(estimate: Double, low: Double, high: Double) {
        self.estimate = estimate
        self.low = min(low, estimate)
        self.high = max(high, estimate)
    }

    /// The median of readings and what surrounds it.
    package init(_ summary: Summary) {
        self.init(estimate: summary.median, low: summary.low, high: summary.high)
    }

    /// The union of intervals around one estimate.
    init(estimate: Double, spanning ends: [(low: Double, high: Double)]) {
        self.init(
            estimate: estimate, low: ends.map(\.low).reduce(estimate, min),
            high: ends.map(\.high).reduce(estimate, max))
    }

    /// The interval with every figure changed alike; `change` must keep their order.
    func mapped(_ change: (Double) -> Double) -> Interval {
        Interval(estimate: change(estimate), low: change(low), high: change(high))
    }

    /// The same with both ends that much further out.
    package func widened(by margin: Double) -> Interval {
        Interval(estimate: estimate, low: low - margin, high: high + margin)
    }

    /// Whether nothing bounds it from above.
    package var isUnbounded: Bool { high == .infinity }

    /// All of it less a figure.
    package static func - (interval: Interval, offset: Double) -> Interval {
        interval.mapped { $0 - offset }
    }

    /// Its share of another: the least is that of its low end in the other's high one.
    package static func / (interval: Interval, other: Interval) -> Interval {
        Interval(
            estimate: interval.estimate / other.estimate, low: interval.low / other.high,
            high: interval.high / other.low)
    }

    enum CodingKeys: String, CodingKey {
        case estimate, low, high
    }

    /// Reads an interval; without an upper end nothing bounds it, because JSON has no infinity.
    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            estimate: try keys.decode(Double.self, forKey: .estimate),
            low: try keys.decode(Double.self, forKey: .low),
            high: try keys.decodeIfPresent(Double.self, forKey: .high) ?? .infinity)
    }

    /// Writes every key, `null` for an upper end that is infinite.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(estimate, forKey: .estimate)
        try keys.encode(low, forKey: .low)
        try keys.encode(high.isFinite ? high : nil, forKey: .high)
    }
}
