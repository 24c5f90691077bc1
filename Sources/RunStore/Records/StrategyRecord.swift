package import MemoryBudget

/// One strategy of a scenario with one choice of parameters, over all its scales.
package struct StrategyRecord: Hashable, Sendable, Codable {
    /// The strategy's name.
    package var strategy: String
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// How its result counts.
    package var role: Scenario.Role
    /// How the judged metric grows with scale; nil if fewer than two scales have a value.
    package var growth: GrowthRecord?
    /// How live bytes grow with scale; nil without the agent, or as above.
    package var liveGrowth: GrowthRecord?
    /// The runs beside its break point that did not come to an end of their own or of the budget's; nil
    /// without any.
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

    /// Strategy and parameters, `streamed batch=1000`; the same as its cells have.
    package var variant: String {
        Cell.variant(of: strategy, with: parameters)
    }

    enum CodingKeys: String, StoredKey {
        case strategy, parameters, role, growth
        case liveGrowth = "live_growth"
        case failedEdges = "failed_edges"
    }
}

/// How a metric grows with scale.
package struct GrowthRecord: Hashable, Sendable, Codable {
    /// The metric that was fitted.
    package var metric: Metric
    /// The class that the readings decide for; nil if they decide for none.
    package var growthClass: GrowthClass?
    /// The classes that the readings don't tell apart, the likeliest first.
    package var candidates: [GrowthClass]
    /// The curve that predictions follow: the class's, or the best candidate's.
    package var curve: GrowthCurve
    /// Median on an empty input; nil if it wasn't measured.
    package var floorBytes: Double?
    /// The slope of the best line, in bytes per unit.
    package var bytesPerUnit: Interval
    /// The growth over the measured scales, as a share of what is held at the smallest; nil in a run of
    /// an earlier membudget.
    package var rangeGrowth: Interval?
    /// How far the scales' medians lie from the curve: their standard deviation as a share of it;
    /// nil if there are no more scales than figures were fitted.
    package var residualShare: Double?
    /// Why no class can be gated, in sentences; empty if one can.
    package var doubts: [String]
    /// The same with their figures; nil in a run of an earlier membudget.
    package var doubtFigures: [GrowthDoubt]?
    /// Where it crosses the budget; nil if it doesn't, or without a budget.
    package var breakPoint: BreakPoint?

    /// Whether no class can be gated.
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
    ///   - cells: The cells that were planned.
    ///   - observations: Of their scenario, of any cell and kind.
    ///   - budget: Of a strategy; nil for none.
    ///   - noise: Of the machine; it stands where repeats say less.
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
    /// Records a fit.
    ///
    /// - Parameters:
    ///   - limit: The budget that the break point is about; nil asks for none.
    ///   - runs: Of the variant, of any kind: they verify the break point or refute it. A fit that they
    ///     refute names no class.
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
