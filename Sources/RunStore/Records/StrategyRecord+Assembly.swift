package import MemoryBudget

extension StrategyRecord {
    /// Fits the growth of every variant among the cells, in their order.
    ///
    /// - Parameters:
    ///   - cells: The cells that were planned.
    ///   - observations: Of their scenario, of any cell and kind.
    ///   - budget: Of a strategy; nil for none.
    ///   - noise: Of the machine; it stands where repeats say less.
    static func records(
        of cells: [Cell], from observations: [Observation], noise: GrowthNoise,
        budget: (String) -> Budget?
    ) -> [StrategyRecord] {
        var seen: Set<String> = []
        return cells.filter { seen.insert($0.variant).inserted }.map { cell in
            let budget = budget(cell.strategy)
            let edges = observations.filter {
                $0.kind == .edge && $0.strategy == cell.strategy
                    && $0.parameters == cell.parameters
            }
            func growth(_ metric: Metric) -> GrowthRecord? {
                let limit = budget?.metric == metric ? budget?.limit : nil
                return GrowthFit(
                    GrowthPoint.points(of: cell, from: observations, metric), noise: noise
                ).map { GrowthRecord($0, metric: metric, limit: limit, edges: edges) }
            }
            let metric = budget?.metric ?? .peakRSS
            return StrategyRecord(
                strategy: cell.strategy, parameters: cell.parameters, role: cell.role,
                growth: growth(metric), liveGrowth: growth(.peakLive))
        }
    }
}

extension GrowthRecord {
    /// Records a fit.
    ///
    /// - Parameters:
    ///   - limit: The budget that the break point is about; nil asks for none.
    ///   - edges: The runs that verify it.
    package init(
        _ fit: GrowthFit, metric: Metric, limit: ByteCount?, edges: [Observation] = []
    ) {
        let breakPoint = limit.flatMap { fit.breakPoint(budget: $0) }
        self.init(
            metric: metric, growthClass: fit.growthClass, candidates: fit.candidates,
            curve: GrowthCurveRecord(
                growthClass: fit.curve.growthClass, baseBytes: fit.curve.baseBytes,
                slopeBytes: fit.curve.slopeBytes),
            floorBytes: fit.floorBytes, bytesPerUnit: IntervalRecord(fit.bytesPerUnit),
            residualShare: fit.residualShare, doubts: fit.doubts.map(\.description),
            breakPoint: breakPoint.map { BreakPointRecord($0, edges: edges) })
    }
}

extension IntervalRecord {
    fileprivate init(_ interval: GrowthInterval) {
        self.init(estimate: interval.estimate, low: interval.low, high: interval.high)
    }
}

extension BreakPointRecord {
    fileprivate init(_ breakPoint: BreakPoint, edges: [Observation]) {
        self.init(
            estimate: breakPoint.units.estimate, low: breakPoint.units.low,
            high: breakPoint.units.high, isFarExtrapolation: breakPoint.isFarExtrapolation,
            isVerified: breakPoint.isVerified(by: edges))
    }
}
