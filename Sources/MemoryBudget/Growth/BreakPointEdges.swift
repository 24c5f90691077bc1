/// The reason why one side of a break point is not verified by a run.
package enum EdgeObjection: Hashable, Sendable {
    /// Below the break point: the smallest scale may already cross the budget.
    case smallestMayCross
    /// Above the break point: possibly no scale crosses the budget.
    case perhapsNoneCrosses
    /// The scale to run on that side is more than 100 times the largest measured scale.
    case outOfReach(EdgeSearch.Side)
    /// The data for a run at that scale can't be generated; `cause` is the error message.
    case noData(cause: String)
}

/// The scales at which runs can verify a break point: one that should be within the budget, and one
/// over it.
package struct BreakPointEdges: Hashable, Sendable {
    /// A scale of at most 0.9 times the lower end of the fit's interval; `nil` if no run below is
    /// possible.
    package let below: Scale?
    /// A scale of at least 1.1 times the upper end; `nil` if no run above is possible.
    package let above: Scale?
    /// The reasons why a side has no scale; empty if both have one.
    package let objections: [EdgeObjection]

    /// - Parameters:
    ///   - margin: Scales far enough from the break point that the noise of one run doesn't decide.
    ///   - unitsInReach: The largest scale to run.
    init(_ breakPoint: BreakPoint, margin: ClosedRange<Double>? = nil, unitsInReach: Double) {
        let fitted = breakPoint.fitted ?? breakPoint.units
        let low = min(0.9 * fitted.low, margin?.lowerBound ?? .infinity)
        let high = max(1.1 * fitted.high, margin?.upperBound ?? 0)
        let belowObjection: EdgeObjection? =
            low < 1 ? .smallestMayCross : low > unitsInReach ? .outOfReach(.below) : nil
        let aboveObjection: EdgeObjection? =
            !high.isFinite ? .perhapsNoneCrosses : high > unitsInReach ? .outOfReach(.above) : nil
        below = belowObjection == nil ? Scale(units: Self.rounded(low, .down)) : nil
        above = aboveObjection == nil ? Scale(units: max(1, Self.rounded(high, .up))) : nil
        objections = [belowObjection, aboveObjection].compactMap(\.self)
    }

    /// Rounds to two significant digits, so that a later run can probably reuse the cached data.
    private static func rounded(_ units: Double, _ rule: FloatingPointRoundingRule) -> Int {
        var step = 1.0
        while units / step >= 100 { step *= 10 }
        return Int((units / step).rounded(rule) * step)
    }
}

extension GrowthFit {
    /// Returns the scales at which runs can verify a break point of this fit.
    ///
    /// They are far enough from the break point that the noise of one run (twice its standard
    /// deviation) doesn't decide on which side of the budget it ends.
    ///
    /// - Parameter hiddenBytes: The maximum by which a peak may exceed its reading, in bytes.
    ///   Default 0.
    package func edges(
        of breakPoint: BreakPoint, budget: ByteCount, hiddenBytes: Int = 0
    ) -> BreakPointEdges {
        let limit = Double(budget.bytes)
        let noise = 2 * readings.largestDeviation(of: limit)
        func units(reaching bytes: Double) -> [Double] {
            curves.filter { $0.growthClass != .constant }.map {
                $0.growthClass.units(reaching: $0.value(reaching: bytes))
            }
        }
        let low = units(reaching: limit - noise - Double(hiddenBytes)).min() ?? 0
        let high = units(reaching: limit + noise).max() ?? 0
        return BreakPointEdges(
            breakPoint, margin: low...max(low, high), unitsInReach: unitsInReach)
    }
}
