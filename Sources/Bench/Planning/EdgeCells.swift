import MemoryBudget

/// The cells just below and just above the break points of a scenario's strategies.
struct EdgeCells {
    /// The cells to run: one below and one above the break point of each variant that has one.
    private(set) var cells: [Cell] = []
    /// The sides of break points that can't be run.
    private(set) var skipped: [(cell: Cell, objection: EdgeObjection)] = []

    /// Finds the cells at the edges of the break points.
    ///
    /// - Parameters:
    ///   - request: The scenario.
    ///   - observations: The trials of the run so far.
    ///   - noise: The noise of the machine.
    init(of request: BenchRequest, from observations: [Observation], noise: GrowthNoise) {
        let trials = observations.filter { $0.scenario == request.scenario.name }
        for cell in request.cells.uniqued(by: \.variant) {
            guard let budget = request.scenario.budget(of: cell.strategy),
                let fit = GrowthFit(
                    GrowthPoint.points(of: cell, from: trials, metric: budget.metric), noise: noise),
                let breakPoint = fit.breakPoint(budget: budget.limit)
            else { continue }
            let edges = fit.edges(
                of: breakPoint, budget: budget.limit,
                hiddenBytes: budget.metric == .peakRSS ? Self.hiddenBytes(trials, of: cell) : 0)
            skipped += edges.objections.map { (cell, $0) }
            cells += [edges.below, edges.above].compactMap(\.self).map { scale in
                var edge = cell
                edge.scale = scale
                return edge
            }
        }
    }

    /// Returns the maximum amount by which a variant's peak may exceed its reading, in bytes.
    private static func hiddenBytes(_ trials: [Observation], of cell: Cell) -> Int {
        trials.filter { $0.strategy == cell.strategy && $0.parameters == cell.parameters }
            .compactMap(\.peakRSSExcessBytes).max() ?? 0
    }
}
