/// Where runs can verify a break point: a scale that should keep the budget, and one that shouldn't.
package struct BreakPointEdges: Hashable, Sendable {
    /// At most 0.9 times the lower end of the interval; nil if ``belowObjection`` says why.
    package let below: Scale?
    /// At least 1.1 times the upper end; nil if ``aboveObjection`` says why.
    package let above: Scale?
    /// Why no run below can be made; nil if one can.
    package let belowObjection: String?
    /// Why no run above can be made; nil if one can.
    package let aboveObjection: String?

    /// - Parameter unitsInReach: What lies beyond is not tried.
    init(_ breakPoint: BreakPoint, unitsInReach: Double) {
        let low = 0.9 * breakPoint.units.low
        let high = 1.1 * breakPoint.units.high
        let far = "it would be more than a hundred times the largest measured scale"
        belowObjection =
            low < 1 ? "the smallest scale may cross it already" : low > unitsInReach ? far : nil
        aboveObjection =
            !high.isFinite ? "perhaps no scale crosses it" : high > unitsInReach ? far : nil
        below = belowObjection == nil ? Scale(units: Self.rounded(low, .down)) : nil
        above = aboveObjection == nil ? Scale(units: max(1, Self.rounded(high, .up))) : nil
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
