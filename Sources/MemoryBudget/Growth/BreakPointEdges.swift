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
    /// At most 0.9 times the lower end of the fit's interval; nil if no run below can be made.
    package let below: Scale?
    /// At least 1.1 times the upper end; nil if no run above can be made.
    package let above: Scale?
    /// Why a side has no scale; empty if both have one.
    package let objections: [EdgeObjection]

    /// - Parameters:
    ///   - margin: Scales that far apart that the noise of one run doesn't decide.
    ///   - unitsInReach: What lies beyond is not tried.
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

    /// To two significant digits, so that the data of the next run is likely to be there already.
    private static func rounded(_ units: Double, _ rule: FloatingPointRoundingRule) -> Int {
        var step = 1.0
        while units / step >= 100 { step *= 10 }
        return Int((units / step).rounded(rule) * step)
    }
}

extension GrowthFit {
    /// Where runs can verify a break point of this fit: so far from it that the noise of one run, twice
    /// its standard deviation, doesn't decide on which side of the budget it ends.
    ///
    /// - Parameter hiddenBytes: By how much a peak may be higher than its reading. Default 0.
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
