/// The scale at which a strategy crosses its budget.
package struct BreakPoint: Hashable, Sendable, Codable {
    /// In units, with its 95 % interval over all candidates; 0 if any scale crosses the budget, and
    /// with an infinite upper end if perhaps none does.
    package let units: Interval
    /// Whether it lies past a hundred times the largest measured scale: a guess, to be called one.
    package let isFarExtrapolation: Bool
    /// Whether runs at its edges agreed: below it within, above it over; nil if none were made.
    package var isVerified: Bool?

    /// Creates a break point.
    package init(units: Interval, isFarExtrapolation: Bool = false, isVerified: Bool? = nil) {
        self.units = units
        self.isFarExtrapolation = isFarExtrapolation
        self.isVerified = isVerified
    }

    enum CodingKeys: String, CodingKey {
        case isFarExtrapolation = "far_extrapolation"
        case isVerified = "verified"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            units: try Interval(from: decoder),
            isFarExtrapolation: try keys.decode(Bool.self, forKey: .isFarExtrapolation),
            isVerified: try keys.decodeIfPresent(Bool.self, forKey: .isVerified))
    }

    /// Writes the keys of the interval beside its own, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        try units.encode(to: encoder)
        var keys = encoder.container(keyedBy: CodingKeys.self)
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
            return BreakPoint(
                units: Interval(estimate: estimate, low: lastWithin(limit), high: estimate))
        }
        let isOpen = readings.disagreement != nil
        let span = Interval(estimate: crossing, spanning: crossings(limit, seed: seed))
        let units = Interval(
            estimate: crossing, low: span.low, high: isOpen ? .infinity : span.high
        ).mapped { min($0, broken ?? .infinity) }
        return BreakPoint(units: units, isFarExtrapolation: estimate > unitsInReach)
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

/// Why one side of a break point is not verified by a run.
package enum EdgeObjection: Hashable, Sendable {
    /// Below: the smallest scale may cross the budget already.
    case smallestMayCross
    /// Above: perhaps no scale crosses the budget.
    case perhapsNoneCrosses
    /// On that side: more than a hundred times the largest measured scale.
    case outOfReach(EdgeSearch.Side)
    /// The data of a run there can't be made; the error's own words.
    case noData(cause: String)
}

/// Where runs can verify a break point: a scale that should keep the budget, and one that shouldn't.
package struct BreakPointEdges: Hashable, Sendable {
    /// At most 0.9 times the lower end of the interval; nil if no run below can be made.
    package let below: Scale?
    /// At least 1.1 times the upper end; nil if no run above can be made.
    package let above: Scale?
    /// Why a side has no scale; empty if both have one.
    package let objections: [EdgeObjection]

    /// - Parameter unitsInReach: What lies beyond is not tried.
    init(_ breakPoint: BreakPoint, unitsInReach: Double) {
        let low = 0.9 * breakPoint.units.low
        let high = 1.1 * breakPoint.units.high
        let belowObjection: EdgeObjection? =
            low < 1 ? .smallestMayCross : low > unitsInReach ? .outOfReach(.below) : nil
        let aboveObjection: EdgeObjection? =
            !high.isFinite ? .perhapsNoneCrosses : high > unitsInReach ? .outOfReach(.above) : nil
        below = belowObjection == nil ? Scale(units: Self.rounded(low, .down)) : nil
        above = aboveObjection == nil ? Scale(units: max(1, Self.rounded(high, .up))) : nil
        objections = [belowObjection, aboveObjection].compactMap(\.self)
    }

    /// To two significant digits, so that the data of the next run is likely to be there already.
    private static func rounded(_ units: Double, _ rule: FloatingPointRoundingRule) -> Int {
        var step = 1.0
        while units / step >= 100 { step *= 10 }
        return Int((units / step).rounded(rule) * step)
    }
}

extension GrowthFit {
    /// Where runs can verify a break point of this fit.
    package func edges(of breakPoint: BreakPoint) -> BreakPointEdges {
        BreakPointEdges(breakPoint, unitsInReach: unitsInReach)
    }
}

extension BreakPoint {
    /// Whether runs at its edges agree: those below its interval keep the budget, those above go
    /// over; nil if none was made above, or none below where one could be.
    ///
    /// - Parameter observations: Of its variant, under its budget; only those of kind `edge` count.
    package func isVerified(by observations: [Observation]) -> Bool? {
        let edges = observations.filter { $0.kind == .edge }
        let below = edges.filter { Double($0.scale.units) < units.low }.map(\.outcome)
        let above = edges.filter { Double($0.scale.units) > units.high }.map(\.outcome)
        if below.contains(.overBudget) || above.contains(.completed) { return false }
        let isSmallest = 0.9 * units.low < 1
        let agrees = (isSmallest || below.contains(.completed)) && above.contains(.overBudget)
        return agrees ? true : nil
    }
}
