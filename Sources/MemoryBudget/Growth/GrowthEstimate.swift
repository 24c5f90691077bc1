/// What a strategy is expected to need at a scale.
package struct GrowthEstimate: Hashable, Sendable {
    /// The peak of one run, in bytes, with its 95 % interval over all candidates.
    package let bytes: GrowthInterval
    /// Whether the scale lies past a hundred times the largest measured: a guess, to be called one.
    package let isFarExtrapolation: Bool
}

extension GrowthFit {
    /// The expected peak at a scale, measured or not.
    ///
    /// It follows ``curve``, and its interval spans the candidates' own: each allows for another
    /// curve, and for another run on it. Two scales, through which nearly every law can be drawn,
    /// thus give the line's estimate, from the slowest law that the floor allows to the square.
    /// Memory doesn't shrink with scale, so it is never below what a smaller run held when it was
    /// killed.
    ///
    /// - Parameters:
    ///   - units: The scale.
    ///   - seed: Of the bootstrap; the same seed gives the same interval. Default 42.
    package func estimate(at units: Int, seed: UInt64 = 42) -> GrowthEstimate {
        precondition(units >= 0, "a scale has no fewer than 0 units")
        let scale = Double(units)
        let fitted = GrowthInterval(
            estimate: curve.bytes(at: scale), spanning: predictions(at: scale, seed))
        let held = readings.bounds.filter { $0.units <= scale }
        let bytes = GrowthInterval(
            estimate: held.map(\.bytes).reduce(fitted.estimate, max),
            // Another run may have held as much less as the noise allows.
            low: held.map { $0.bytes - 2 * $0.deviation }.reduce(fitted.low, max),
            high: fitted.high)
        return GrowthEstimate(bytes: bytes, isFarExtrapolation: scale > unitsInReach)
    }

    /// Where each candidate says that one run lies.
    private func predictions(at units: Double, _ seed: UInt64) -> [(low: Double, high: Double)] {
        curves.map { candidate in
            let value = candidate.growthClass.value(at: units)
            let resampling = GrowthResampling(readings, around: candidate)
            return resampling.ends(seed: seed) { drawn, residual in
                let bytes = drawn.baseBytes + drawn.slopeBytes * value
                return max(bytes + noise.deviation(of: bytes) * residual, 0)
            }
        }
    }

    /// A hundred times the largest measured scale: what lies past it is said to.
    var unitsInReach: Double {
        100 * (readings.scales.last?.units ?? 0)
    }
}
