extension BreakPoint {
    /// Returns the break point corrected by the runs made at the edges of the fit.
    ///
    /// If the runs confirm the fit, the break point is verified and lies between two of them. If
    /// they refute it, the break point lies in the bracket found by all runs. Otherwise it is
    /// returned unchanged.
    ///
    /// - Parameter observations: The trials of the variant under its budget, of any kind.
    package func checked(by observations: [Observation]) -> BreakPoint {
        let runs = EdgeRuns(observations.filter { $0.kind == .edge }, around: fitted ?? units)
        switch runs.isVerified {
        case nil: return self
        case true?:
            return with(
                Interval(
                    estimate: (fitted ?? units).estimate, low: runs.within ?? units.low,
                    high: runs.over ?? units.high), isVerified: true)
        case false?:
            return with(
                ScaleBracket(observations.filter { $0.kind == .edge || $0.kind == .measured })
                    .units, isVerified: false)
        }
    }

    private func with(_ units: Interval, isVerified: Bool) -> BreakPoint {
        BreakPoint(
            units: units, fitted: fitted, allowsSteps: false,
            isFarExtrapolation: isFarExtrapolation,
            isVerified: isVerified)
    }

    /// Returns the doubt about the fit raised by a run at an edge; `nil` if no run contradicts the
    /// fit.
    package func refutation(by observations: [Observation]) -> GrowthDoubt? {
        EdgeRuns(observations.filter { $0.kind == .edge }, around: fitted ?? units).refutation
    }
}

/// The runs made to verify the interval of a fit.
private struct EdgeRuns {
    private let fitted: Interval
    private let below: [Observation]
    private let above: [Observation]

    /// Runs within the interval decide nothing, so they are left out.
    init(_ edges: [Observation], around fitted: Interval) {
        self.fitted = fitted
        below = edges.filter { Double($0.scale.units) < fitted.low }
        above = edges.filter { Double($0.scale.units) > fitted.high }
    }

    /// Whether the runs below the interval stay within the budget and those above go over; `nil` if
    /// a side has no such run although one is possible.
    var isVerified: Bool? {
        if refutation != nil { return false }
        let isSmallest = 0.9 * fitted.low < 1
        return (isSmallest || within != nil) && over != nil ? true : nil
    }

    var refutation: GrowthDoubt? {
        let over = below.filter { $0.outcome == .overBudget }.map(\.scale.units).min()
        let within = above.filter { $0.outcome == .completed }.map(\.scale.units).max()
        return over.map { .refuted(units: $0, isOver: true) }
            ?? within.map { .refuted(units: $0, isOver: false) }
    }

    /// The largest scale below the interval that is within the budget for certain.
    var within: Double? {
        below.filter { $0.outcome == .completed && !$0.isUndecided }
            .map { Double($0.scale.units) }.max()
    }

    /// The smallest scale above the interval that goes over.
    var over: Double? {
        above.filter { $0.outcome == .overBudget }.map { Double($0.scale.units) }.min()
    }
}

/// The range of scales in which runs crossed a budget.
///
/// No run below the lower end went over, and no run above the upper end was within. If runs
/// alternate, all alternations lie between the ends.
struct ScaleBracket {
    /// The ends of the range, or 0 and infinity if no run bounds it; the estimate is the geometric
    /// mean.
    let units: Interval

    init(_ observations: [Observation]) {
        let over = observations.filter { $0.outcome == .overBudget }.map { Double($0.scale.units) }
        let within = observations.filter { $0.outcome == .completed }.map { Double($0.scale.units) }
        let firstOver = over.min() ?? .infinity
        let lastWithin = within.max() ?? 0
        let low = within.filter { $0 < firstOver }.max() ?? 0
        let high = over.filter { $0 > lastWithin }.min() ?? .infinity
        let middle = low > 0 ? (low * high).squareRoot() : high
        units = Interval(estimate: high.isFinite ? middle : low, low: low, high: high)
    }
}
