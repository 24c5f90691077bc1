/// The scale at which a strategy crosses its budget.
package struct BreakPoint: Hashable, Sendable {
    /// In units, with its 95 % interval over all candidates; 0 if any scale crosses the budget, and
    /// with an infinite upper end if perhaps none does.
    package let units: GrowthInterval
    /// Whether it lies past a hundred times the largest measured scale: a guess, to be called one.
    package let isFarExtrapolation: Bool
}

extension GrowthFit {
    /// Where the curve crosses a budget; nil if it doesn't.
    ///
    /// A constant never does, even where it lies above the budget already. Neither does a curve that
    /// stays below it up to ``GrowthClass/unitsMax``. A killed run that held more than the budget
    /// shows that it is crossed there at the latest.
    ///
    /// - Parameters:
    ///   - budget: The most that is allowed.
    ///   - seed: Of the bootstrap; the same seed gives the same interval. Default 42.
    package func breakPoint(budget: ByteCount, seed: UInt64 = 42) -> BreakPoint? {
        let limit = Double(budget.bytes)
        let broken = readings.bounds.first { $0.bytes > limit }?.units ?? .infinity
        let crossing = curve.growthClass.units(reaching: curve.value(reaching: limit))
        let estimate = min(crossing, broken)
        guard growthClass != .constant, estimate.isFinite else { return nil }
        let units =
            crossing.isFinite
            ? GrowthInterval(estimate: crossing, spanning: crossings(limit, seed)).mapped {
                min($0, broken)
            }
            : GrowthInterval(estimate: broken, low: lastWithin(limit), high: broken)
        return BreakPoint(units: units, isFarExtrapolation: estimate > unitsInReach)
    }

    /// Where each candidate says that the budget is crossed.
    private func crossings(_ limit: Double, _ seed: UInt64) -> [(low: Double, high: Double)] {
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
