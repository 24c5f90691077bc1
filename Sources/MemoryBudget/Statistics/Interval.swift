/// A figure with the lower and upper end of its interval.
package struct Interval: Hashable, Sendable, Codable {
    /// The most likely value.
    package let estimate: Double
    /// The lower end; not above ``estimate``.
    package let low: Double
    /// The upper end; not below ``estimate``, and infinite if unbounded.
    package let high: Double

    /// Creates an interval.
    package init(estimate: Double, low: Double, high: Double) {
        self.estimate = estimate
        self.low = min(low, estimate)
        self.high = max(high, estimate)
    }

    /// Takes the median of a summary with its lower and upper end.
    package init(_ summary: Summary) {
        self.init(estimate: summary.median, low: summary.low, high: summary.high)
    }

    /// Creates the union of several intervals around one estimate.
    init(estimate: Double, spanning ends: [(low: Double, high: Double)]) {
        self.init(
            estimate: estimate, low: ends.map(\.low).reduce(estimate, min),
            high: ends.map(\.high).reduce(estimate, max))
    }

    /// Returns the interval with all three figures changed; `change` must be increasing.
    func mapped(_ change: (Double) -> Double) -> Interval {
        Interval(estimate: change(estimate), low: change(low), high: change(high))
    }

    /// Returns the interval with both ends moved outwards by a margin.
    package func widened(by margin: Double) -> Interval {
        Interval(estimate: estimate, low: low - margin, high: high + margin)
    }

    /// Whether the interval has no upper bound.
    package var isUnbounded: Bool { high == .infinity }

    /// Subtracts a number from all three figures.
    package static func - (interval: Interval, offset: Double) -> Interval {
        interval.mapped { $0 - offset }
    }

    /// Divides one interval by another. The lower end is the quotient of the lower by the upper
    /// end, and vice versa.
    package static func / (interval: Interval, other: Interval) -> Interval {
        Interval(
            estimate: interval.estimate / other.estimate, low: interval.low / other.high,
            high: interval.high / other.low)
    }

    enum CodingKeys: String, CodingKey {
        case estimate, low, high
    }

    /// Decodes an interval; a missing or `null` upper end means unbounded, because JSON has no
    /// infinity.
    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            estimate: try keys.decode(Double.self, forKey: .estimate),
            low: try keys.decode(Double.self, forKey: .low),
            high: try keys.decodeIfPresent(Double.self, forKey: .high) ?? .infinity)
    }

    /// Encodes every key, with `null` for an infinite upper end.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(estimate, forKey: .estimate)
        try keys.encode(low, forKey: .low)
        try keys.encode(high.isFinite ? high : nil, forKey: .high)
    }
}
