/// The scale at which a strategy crosses its budget.
package struct BreakPoint: Hashable, Sendable, Codable {
    /// In units, with the ends between which it lies; 0 if any scale crosses the budget, and with an
    /// infinite upper end if perhaps none does.
    ///
    /// The ends are those of the fit, and of a table that doubles where the readings allow one. Once runs
    /// at the edges of the fit were made, they are scales that were run: those runs where they agree with
    /// the fit, and otherwise the bracket that all runs found.
    package let units: Interval
    /// The 95 % interval of the fitted curves alone, which runs at its edges verify or refute; nil in a run
    /// of an earlier membudget.
    package let fitted: Interval?
    /// Whether ``units`` is wider than the curves, because the readings may be those of a table that
    /// doubles; nil in a run of an earlier membudget.
    package let allowsSteps: Bool?
    /// Whether it lies past a hundred times the largest measured scale: a guess, to be called one.
    package let isFarExtrapolation: Bool
    /// Whether runs at its edges agreed: below it within, above it over; nil if none were made.
    package let isVerified: Bool?

    /// Creates a break point.
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

    /// Writes the keys of the interval beside its own, `null` for what is not known.
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
    /// Where the curve crosses a budget; nil if it doesn't.
    ///
    /// A constant never does, even where it lies above the budget already. Neither does a curve that
    /// stays below it up to ``GrowthClass/unitsMax``. Where only other candidates cross it, or where a doubt
    /// leaves no class standing, nothing bounds the interval from above. A killed run that held more than the
    /// budget shows that it is crossed there at the latest, unless others at its scale completed.
    ///
    /// - Parameters:
    ///   - budget: The most that is allowed.
    ///   - seed: Of the bootstrap; the same seed gives the same interval. Default 42.
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

    /// The smallest scale at which every run was killed, one of them holding more than the budget; nil
    /// without one.
    private func brokenUnits(_ limit: Double) -> Double? {
        readings.bounds.first { $0.bytes > limit && $0.units != readings.disagreement }?.units
    }

    /// Where each candidate says that the budget is crossed.
    private func crossings(_ limit: Double, seed: UInt64) -> [(low: Double, high: Double)] {
        curves.map { candidate in
            let resampling = GrowthResampling(readings, around: candidate)
            // f grows, so the percentiles of f(N*) are those of N*: only they are inverted.
            let values = resampling.ends(seed: seed) { drawn, _ in drawn.value(reaching: limit) }
            let law = candidate.growthClass
            return (low: law.units(reaching: values.low), high: law.units(reaching: values.high))
        }
    }

    /// The largest scale whose median kept the budget; 0 if none did.
    private func lastWithin(_ limit: Double) -> Double {
        readings.scales.last { $0.bytes <= limit }?.units ?? 0
    }
}
