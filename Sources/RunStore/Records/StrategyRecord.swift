package import MemoryBudget

/// One strategy of a scenario with one choice of parameters, over all its scales.
package struct StrategyRecord: Hashable, Sendable, Codable {
    /// The strategy's name.
    package var strategy: String
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// The role, which decides how its result counts.
    package var role: Scenario.Role
    /// The growth of the judged metric; `nil` if fewer than two scales have a value.
    package var growth: GrowthRecord?
    /// The growth of live bytes; `nil` without the agent, or with fewer than two values.
    package var liveGrowth: GrowthRecord?
    /// The runs near its break point that neither completed nor were stopped by the budget; `nil`
    /// if there are none.
    package var failedEdges: [FailedEdgeRecord]?

    /// Creates a record.
    package init(
        strategy: String, parameters: [String: String] = [:], role: Scenario.Role,
        growth: GrowthRecord? = nil, liveGrowth: GrowthRecord? = nil,
        failedEdges: [FailedEdgeRecord]? = nil
    ) {
        self.strategy = strategy
        self.parameters = parameters
        self.role = role
        self.growth = growth
        self.liveGrowth = liveGrowth
        self.failedEdges = failedEdges
    }

    /// The strategy and parameters, as in its cells: `streamed batch=1000`.
    package var variant: String {
        Cell.variant(of: strategy, with: parameters)
    }

    enum CodingKeys: String, StoredKey {
        case strategy, parameters, role, growth
        case liveGrowth = "live_growth"
        case failedEdges = "failed_edges"
    }
}

/// The growth of a metric with scale.
package struct GrowthRecord: Hashable, Sendable, Codable {
    /// The metric that was fitted.
    package var metric: Metric
    /// The growth class that the measurements decide for; `nil` if they don't.
    package var growthClass: GrowthClass?
    /// The classes that fit the measurements, the most likely first.
    package var candidates: [GrowthClass]
    /// The curve for predictions: that of the class, or of the best candidate.
    package var curve: GrowthCurve
    /// The median on an empty input, in bytes; `nil` if not measured.
    package var floorBytes: Double?
    /// The slope of the best line, in bytes per unit.
    package var bytesPerUnit: Interval
    /// The growth over the measured scales, as a share of the memory at the smallest; `nil` in a
    /// run of an earlier membudget.
    package var rangeGrowth: Interval?
    /// The standard deviation of the scales' medians from the curve, as a share of it; `nil` if
    /// there are no more scales than fitted parameters.
    package var residualShare: Double?
    /// The reasons why the gate's growth rule is inconclusive, in sentences; empty if there are
    /// none.
    package var doubts: [String]
    /// The same reasons with figures; `nil` in a run of an earlier membudget.
    package var doubtFigures: [GrowthDoubt]?
    /// The break point; `nil` if there is none, or without a budget.
    package var breakPoint: BreakPoint?

    /// Whether the gate's growth rule is inconclusive whatever class it allows.
    package var isDoubted: Bool { doubtFigures.map { !$0.isEmpty } ?? !doubts.isEmpty }

    /// Creates a record.
    package init(
        metric: Metric, growthClass: GrowthClass?, candidates: [GrowthClass],
        curve: GrowthCurve, floorBytes: Double? = nil, bytesPerUnit: Interval,
        rangeGrowth: Interval? = nil, residualShare: Double? = nil, doubts: [String] = [],
        doubtFigures: [GrowthDoubt]? = nil, breakPoint: BreakPoint? = nil
    ) {
        self.metric = metric
        self.growthClass = growthClass
        self.candidates = candidates
        self.curve = curve
        self.floorBytes = floorBytes
        self.bytesPerUnit = bytesPerUnit
        self.rangeGrowth = rangeGrowth
        self.residualShare = residualShare
        self.doubts = doubts
        self.doubtFigures = doubtFigures
        self.breakPoint = breakPoint
    }

    enum CodingKeys: String, StoredKey {
        case metric
        case growthClass = "class"
        case candidates, curve
        case floorBytes = "floor_bytes"
        case bytesPerUnit = "bytes_per_unit"
        case rangeGrowth = "range_growth"
        case residualShare = "residual_share"
        case doubts
        case doubtFigures = "doubt_figures"
        case breakPoint = "break_point"
    }
}

extension StrategyRecord {
    /// Fits the growth of every variant among the cells, in their order.
    ///
    /// - Parameters:
    ///   - cells: The planned cells.
    ///   - observations: Trials of their scenario, of any cell and kind.
    ///   - budget: Returns the budget of a strategy; `nil` for none.
    ///   - noise: The machine's noise, used where trials vary less.
    static func records(
        of cells: [Cell], from observations: [Observation], noise: GrowthNoise,
        budget: (String) -> Budget?
    ) -> [StrategyRecord] {
        return cells.uniqued(by: \.variant).map { cell in
            let budget = budget(cell.strategy)
            let runs = observations.filter {
                $0.strategy == cell.strategy && $0.parameters == cell.parameters
            }
            func growth(_ metric: Metric) -> GrowthRecord? {
                let limit = budget?.metric == metric ? budget?.limit : nil
                return GrowthFit(
                    GrowthPoint.points(of: cell, from: observations, metric: metric), noise: noise
                ).map { GrowthRecord($0, metric: metric, limit: limit, runs: runs) }
            }
            let metric = budget?.metric ?? .peakRSS
            let failed = runs.filter { $0.kind == .edge }.compactMap(FailedEdgeRecord.init)
            return StrategyRecord(
                strategy: cell.strategy, parameters: cell.parameters, role: cell.role,
                growth: growth(metric), liveGrowth: growth(.peakLive),
                failedEdges: failed.isEmpty ? nil : failed)
        }
    }
}

extension GrowthRecord {
    /// Creates a record of a fit.
    ///
    /// - Parameters:
    ///   - limit: The budget of the break point; `nil` for none.
    ///   - runs: Runs of the variant, of any kind, which verify or refute the break point. A
    ///       refuted fit names no class.
    package init(
        _ fit: GrowthFit, metric: Metric, limit: ByteCount?, runs: [Observation] = []
    ) {
        let breakPoint = limit.flatMap { fit.breakPoint(budget: $0) }
        let refutation = breakPoint?.refutation(by: runs)
        self.init(
            metric: metric, growthClass: refutation == nil ? fit.growthClass : nil,
            candidates: fit.candidates,
            curve: fit.curve, floorBytes: fit.floorBytes, bytesPerUnit: fit.bytesPerUnit,
            rangeGrowth: fit.rangeGrowth, residualShare: fit.residualShare,
            doubtFigures: fit.doubts + [refutation].compactMap(\.self),
            breakPoint: breakPoint?.checked(by: runs))
    }
}
