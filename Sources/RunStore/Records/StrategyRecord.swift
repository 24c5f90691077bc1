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

    /// Makes a record.
    package init(
        strategy: String, parameters: [String: String] = [:], role: Scenario.Role,
        growth: GrowthRecord? = nil, liveGrowth: GrowthRecord? = nil
    ) {
        self.strategy = strategy
        self.parameters = parameters
        self.role = role
        self.growth = growth
        self.liveGrowth = liveGrowth
    }

    /// Strategy and parameters, `streamed batch=1000`; the same as its cells have.
    package var variant: String {
        Cell.variant(of: strategy, parameters)
    }

    enum CodingKeys: String, CodingKey {
        case strategy, parameters, role, growth
        case liveGrowth = "live_growth"
    }
}

/// How a metric grows with scale.
package struct GrowthRecord: Hashable, Sendable, Codable {
    /// What was fitted.
    package var metric: Metric
    /// The class that the readings decide for; nil if they decide for none.
    package var growthClass: GrowthClass?
    /// The classes that the readings don't tell apart, the likeliest first.
    package var candidates: [GrowthClass]
    /// The curve that predictions follow: the class's, or the best candidate's.
    package var curve: GrowthCurveRecord
    /// Median on an empty input; nil if it wasn't measured.
    package var floorBytes: Double?
    /// The slope of the best line, in bytes a unit.
    package var bytesPerUnit: IntervalRecord
    /// How far the scales' medians lie from the curve: their standard deviation as a share of it;
    /// nil if there are no more scales than figures were fitted.
    package var residualShare: Double?
    /// Why no class can be gated, in sentences; empty if one can.
    package var doubts: [String]
    /// Where it crosses the budget; nil if it doesn't, or without a budget.
    package var breakPoint: BreakPointRecord?

    /// Makes a record.
    package init(
        metric: Metric, growthClass: GrowthClass?, candidates: [GrowthClass],
        curve: GrowthCurveRecord, floorBytes: Double? = nil, bytesPerUnit: IntervalRecord,
        residualShare: Double? = nil, doubts: [String] = [], breakPoint: BreakPointRecord? = nil
    ) {
        self.metric = metric
        self.growthClass = growthClass
        self.candidates = candidates
        self.curve = curve
        self.floorBytes = floorBytes
        self.bytesPerUnit = bytesPerUnit
        self.residualShare = residualShare
        self.doubts = doubts
        self.breakPoint = breakPoint
    }

    enum CodingKeys: String, CodingKey {
        case metric
        case growthClass = "class"
        case candidates, curve
        case floorBytes = "floor_bytes"
        case bytesPerUnit = "bytes_per_unit"
        case residualShare = "residual_share"
        case doubts
        case breakPoint = "break_point"
    }
}

/// A curve of memory over scale: `base_bytes + slope_bytes · f(units)`.
package struct GrowthCurveRecord: Hashable, Sendable, Codable {
    /// Which f; ``GrowthClass/value(at:)`` says what it is.
    package var growthClass: GrowthClass
    /// At no units.
    package var baseBytes: Double
    /// For each unit of f.
    package var slopeBytes: Double

    /// Makes a record.
    package init(growthClass: GrowthClass, baseBytes: Double, slopeBytes: Double) {
        self.growthClass = growthClass
        self.baseBytes = baseBytes
        self.slopeBytes = slopeBytes
    }

    /// What it predicts at a scale, in bytes.
    package func bytes(at units: Double) -> Double {
        baseBytes + slopeBytes * growthClass.value(at: units)
    }

    enum CodingKeys: String, CodingKey {
        case growthClass = "class"
        case baseBytes = "base_bytes"
        case slopeBytes = "slope_bytes"
    }
}

/// A figure with its 95 % interval.
package struct IntervalRecord: Hashable, Sendable, Codable {
    /// The likeliest value.
    package var estimate: Double
    /// The lower end.
    package var low: Double
    /// The upper end; nil where nothing bounds it.
    package var high: Double?

    /// Makes a record; an infinite upper end becomes nil, because JSON has no infinity.
    package init(estimate: Double, low: Double, high: Double?) {
        self.estimate = estimate
        self.low = low
        self.high = high.flatMap { $0.isFinite ? $0 : nil }
    }
}

/// The scale at which a strategy crosses its budget.
package struct BreakPointRecord: Hashable, Sendable, Codable {
    /// In units.
    package var estimate: Double
    /// The lower end of its 95 % interval, in units.
    package var low: Double
    /// The upper end, in units; nil if perhaps no scale crosses the budget.
    package var high: Double?
    /// Whether it lies past a hundred times the largest measured scale.
    package var isFarExtrapolation: Bool
    /// Whether runs at its edges agreed: below it within, above it over; nil if none were made.
    package var isVerified: Bool?

    /// Makes a record; an infinite upper end becomes nil.
    package init(
        estimate: Double, low: Double, high: Double?, isFarExtrapolation: Bool = false,
        isVerified: Bool? = nil
    ) {
        self.estimate = estimate
        self.low = low
        self.high = high.flatMap { $0.isFinite ? $0 : nil }
        self.isFarExtrapolation = isFarExtrapolation
        self.isVerified = isVerified
    }

    enum CodingKeys: String, CodingKey {
        case estimate, low, high
        case isFarExtrapolation = "far_extrapolation"
        case isVerified = "verified"
    }
}
