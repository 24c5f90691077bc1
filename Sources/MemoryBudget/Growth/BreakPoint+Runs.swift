extension BreakPoint {
    /// The break point as the runs at the edges of the fit leave it: verified between two of them, or
    /// refuted, and then in the bracket that all runs found; itself if they decide nothing.
    ///
    /// - Parameter observations: Of its variant, under its budget, of any kind.
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

    /// The doubt that a run at an edge throws on the fit; nil if none contradicts it.
    package func refutation(by observations: [Observation]) -> GrowthDoubt? {
        EdgeRuns(observations.filter { $0.kind == .edge }, around: fitted ?? units).refutation
    }
}

/// The runs that were made to verify the interval of a fit.
private struct EdgeRuns {
    private let fitted: Interval
    private let below: [Observation]
    private let above: [Observation]

    /// Those within the interval say nothing.
    init(_ edges: [Observation], around fitted: Interval) {
        self.fitted = fitted
        below = edges.filter { Double($0.scale.units) < fitted.low }
        above = edges.filter { Double($0.scale.units) > fitted.high }
    }

    /// Whether those below the interval keep the budget, and those above go over; nil if none was made
    /// above, or none below where one could be.
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

    /// The largest scale below that keeps the budget for certain.
    var within: Double? {
        below.filter { $0.outcome == .completed && !$0.isUndecided }
            .map { Double($0.scale.units) }.max()
    }

    /// The smallest scale above that goes over.
    var over: Double? {
        above.filter { $0.outcome == .overBudget }.map { Double($0.scale.units) }.min()
    }
}

/// The scales between which runs saw a budget crossed.
///
/// Below its lower end no run went over, and above its upper end none was within: where runs alternate,
/// all of that lies between the ends.
struct ScaleBracket {
    /// The ends, 0 and infinity where runs found none, and the geometric mean for an estimate.
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
