/// The scale at which a strategy crosses its budget.
package struct BreakPoint: Hashable, Sendable, Codable {
    /// The break point in units of work, with an interval. It is 0 if every scale crosses the
    /// budget; the upper end is infinite if perhaps none does.
    ///
    /// The interval is that of the fit, widened by a doubling table if the readings allow one. Once
    /// runs were made at the edges of the fit, its ends are measured scales: the scales of those
    /// runs if they agree with the fit, and otherwise the bracket found by all runs.
    package let units: Interval
    /// The 95 % interval of the fitted curves alone, which runs at its edges verify or refute;
    /// `nil` in runs recorded by earlier versions.
    package let fitted: Interval?
    /// Whether ``units`` is wider than the interval of the curves, because of a possible doubling
    /// table; `nil` in runs recorded by earlier versions.
    package let allowsSteps: Bool?
    /// Whether the break point lies beyond 100 times the largest measured scale, so that it is only
    /// a guess.
    package let isFarExtrapolation: Bool
    /// Whether runs at the edges confirmed the fit (within the budget below, over above); `nil` if
    /// none were made.
    package let isVerified: Bool?

    /// Creates a break point from its interval in units.
    package init(
        units: Interval, fitted: Interval? = nil, allowsSteps: Bool? = nil,
        isFarExtrapolation: Bool = false, isVerified: Bool? = nil
    ) {
        self.units = units
        self.fitted = fitted
        self.allowsSteps = allowsSteps
        self.isFarExtrapolation = isFarExtrapolation
        self.isVerified = isVerified
    }

    enum CodingKeys: String, CodingKey {
        case fitted = "fit"
        case allowsSteps = "allows_steps"
        case isFarExtrapolation = "far_extrapolation"
        case isVerified = "verified"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            units: try Interval(from: decoder),
            fitted: try keys.decodeIfPresent(Interval.self, forKey: .fitted),
            allowsSteps: try keys.decodeIfPresent(Bool.self, forKey: .allowsSteps),
            isFarExtrapolation: try keys.decode(Bool.self, forKey: .isFarExtrapolation),
            isVerified: try keys.decodeIfPresent(Bool.self, forKey: .isVerified))
    }

    /// Encodes the keys of the interval and the other properties in one object, with `null` for
    /// unknown values.
    package func encode(to encoder: any Encoder) throws {
        try units.encode(to: encoder)
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(fitted, forKey: .fitted)
        try keys.encode(allowsSteps, forKey: .allowsSteps)
        try keys.encode(isFarExtrapolation, forKey: .isFarExtrapolation)
        try keys.encode(isVerified, forKey: .isVerified)
    }
}

extension GrowthFit {
    /// Returns the scale at which the curve crosses a budget; `nil` if it doesn't.
    ///
    /// ```swift
    /// let peaks = [(1_000, 24_000_000), (2_000, 44_000_000), (4_000, 84_000_000)]
    /// let fit = GrowthFit(peaks.map { GrowthPoint(units: $0.0, bytes: $0.1) })
    /// let limit = try ByteCount(parsing: "256MiB")
    /// print(fit?.breakPoint(budget: limit)?.units.estimate ?? .infinity)
    /// ```
    ///
    /// A constant never crosses a budget, even if it is already above it. Neither does a curve that
    /// stays below the budget up to ``GrowthClass/unitsMax``. If only other candidates cross the
    /// budget, or a doubt rules out every class, the interval has no upper bound. A killed run that
    /// held more than the budget bounds the interval from above, unless other runs at its scale
    /// completed.
    ///
    /// - Parameters:
    ///   - budget: The maximum memory, in bytes, inclusive.
    ///   - seed: The seed of the bootstrap; the same seed gives the same interval. Default 42.
    package func breakPoint(budget: ByteCount, seed: UInt64 = 42) -> BreakPoint? {
        let limit = Double(budget.bytes)
        let broken = brokenUnits(limit)
        let crossing = ([curve] + curves).lazy.filter { $0.growthClass != .constant }
            .map { $0.growthClass.units(reaching: $0.value(reaching: limit)) }
            .first { $0.isFinite }
        guard let estimate = [crossing, broken].compactMap(\.self).min() else { return nil }
        guard let crossing else {
            let units = Interval(estimate: estimate, low: lastWithin(limit), high: estimate)
            return BreakPoint(units: units, fitted: units)
        }
        let smooth = crossings(limit, seed: seed)
        let fitted = interval(around: crossing, spanning: smooth, atMost: broken)
        let units = interval(
            around: crossing, spanning: smooth + tables.map { $0.units(reaching: limit) },
            atMost: broken)
        return BreakPoint(
            units: units, fitted: fitted, allowsSteps: units != fitted,
            isFarExtrapolation: estimate > unitsInReach)
    }

    private func interval(
        around crossing: Double, spanning ends: [(low: Double, high: Double)],
        atMost broken: Double?
    ) -> Interval {
        let isOpen = readings.disagreement != nil
        let span = Interval(estimate: crossing, spanning: ends)
        return Interval(
            estimate: crossing, low: span.low, high: isOpen ? .infinity : span.high
        ).mapped { min($0, broken ?? .infinity) }
    }

    /// Returns the smallest scale at which every run was killed and one held more than the budget;
    /// `nil` if there is none.
    private func brokenUnits(_ limit: Double) -> Double? {
        readings.bounds.first { $0.bytes > limit && $0.units != readings.disagreement }?.units
    }

    /// Returns the interval of the crossing according to each candidate curve.
    private func crossings(_ limit: Double, seed: UInt64) -> [(low: Double, high: Double)] {
        curves.map { candidate in
            let resampling = GrowthResampling(readings, around: candidate)
            // f is monotonic, so percentiles of f(N*) map to percentiles of N*: inverting the two
            // ends is enough.
            let values = resampling.ends(seed: seed) { drawn, _ in drawn.value(reaching: limit) }
            let law = candidate.growthClass
            return (low: law.units(reaching: values.low), high: law.units(reaching: values.high))
        }
    }

    /// Returns the largest scale whose median is within the budget; 0 if none is.
    private func lastWithin(_ limit: Double) -> Double {
        readings.scales.last { $0.bytes <= limit }?.units ?? 0
    }
}
