import MemoryBudget

/// The cells just below and just above the break points of a scenario's strategies.
struct BreakPointEdges {
    /// One below and one above for each variant with a break point.
    private(set) var cells: [Cell] = []
    /// The sides that can't be run, with the reason.
    private(set) var skipped: [(cell: Cell, reason: String)] = []

    /// Finds the edges.
    ///
    /// - Parameters:
    ///   - request: The scenario.
    ///   - observations: The trials of the run so far.
    ///   - noise: The machine's.
    init(of request: BenchRequest, from observations: [Observation], noise: GrowthNoise) {
        let trials = observations.filter { $0.scenario == request.scenario.name }
        var seen: Set<String> = []
        for cell in request.cells where seen.insert(cell.variant).inserted {
            guard let budget = request.scenario.budget(of: cell.strategy),
                let fit = GrowthFit(
                    GrowthPoint.points(of: cell, from: trials, budget.metric), noise: noise),
                let breakPoint = fit.breakPoint(budget: budget.limit)
            else { continue }
            let edges = fit.edges(of: breakPoint)
            add(cell, at: edges.below, else: edges.belowObjection.map { "below, \($0)" })
            add(cell, at: edges.above, else: edges.aboveObjection.map { "above, \($0)" })
        }
    }

    private mutating func add(_ variant: Cell, at scale: Scale?, else objection: String?) {
        if let objection { skipped.append((variant, objection)) }
        guard let scale else { return }
        var cell = variant
        cell.scale = scale
        cells.append(cell)
    }
}
