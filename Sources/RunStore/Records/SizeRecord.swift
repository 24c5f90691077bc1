package import MemoryBudget

/// What `membudget size` found: the limit that a strategy gets from an engine.
package struct SizeRecord: Hashable, Sendable, Codable {
    /// The schema that this release writes.
    package static let schema = "membudget.size/1"

    /// Always ``schema``.
    package var schema = Self.schema
    /// The scenario's name.
    package var scenario: String
    /// The strategy's name.
    package var strategy: String
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// What is counted, in the plural; empty if it is not known.
    package var unit: String
    /// The engine that the limit is for.
    package var engine: SizingEngine
    /// The largest input that has to fit, in units.
    package var inputMaxUnits: Int
    /// The share of runs at the largest input that may go over the limit.
    package var riskShare: Double
    /// What the limit is about: a container's charge, or the peak that was read where no container is
    /// possible.
    package var metric: Metric
    /// How limits were enforced here: `cgroup`, or `watchdog`.
    package var enforcement: Enforcement
    /// The sizes that were measured, ascending.
    package var points: [SizePoint] = []
    /// Why larger sizes were not measured; nil if all that were planned were.
    package var gap: Gap?
    /// The growth that was fitted to the sizes; nil with fewer than two.
    package var growth: SizeGrowth?
    /// The memory that one run needs at the largest input, in bytes: exceeded to either side by
    /// ``riskShare`` of runs.
    package var needBytes: Interval?
    /// The limit to write down, as the engine takes it; nil if none is known, or if the engine has none so
    /// large.
    package var limitBytes: Int?
    /// The limit for other sizes of input, before it is rounded; nil for engines that take no formula.
    package var formula: LimitFormula?
    /// The runs under the limit; nil if none were made.
    package var verification: SizeVerification?
    /// Whether there is a limit, and runs at the largest input kept it.
    package var isResolved = false
    /// Why there isn't, or why no runs were made there, in one sentence; nil if ``isResolved``.
    package var stoppedBecause: String?
    /// The searches for the smallest container, one per size; empty where peaks were read.
    package var needs: [NeedRecord] = []
    /// The runs that read peaks, and those that verify, in order.
    package var trials: [Observation] = []

    /// Why something was not run at a size.
    package enum Gap: String, Hashable, Sendable, Codable {
        /// There is no data of that size.
        case noData = "no_data"
        /// There is no room for the data of that size.
        case noRoom = "no_room"
        /// It needs more than half of the machine's memory.
        case needsTooMuch = "needs_too_much"
    }

    /// Makes a record of a search that has not begun.
    package init(
        scenario: String, strategy: String, parameters: [String: String], unit: String,
        engine: SizingEngine, inputMaxUnits: Int, riskShare: Double, metric: Metric
    ) {
        self.scenario = scenario
        self.strategy = strategy
        self.parameters = parameters
        self.unit = unit
        self.engine = engine
        self.inputMaxUnits = inputMaxUnits
        self.riskShare = riskShare
        self.metric = metric
        enforcement = metric == .container ? .cgroup : .watchdog
    }

    enum CodingKeys: String, StoredKey {
        case schema, scenario, strategy, parameters, unit
        case engine = "for"
        case inputMaxUnits = "input_max_units"
        case riskShare = "risk_share"
        case metric, enforcement, points, gap, growth
        case needBytes = "need_bytes"
        case limitBytes = "limit_bytes"
        case formula, verification
        case isResolved = "resolved"
        case stoppedBecause = "stopped_because"
        case needs, trials
    }

    /// The text of the file: indented, keys sorted, full precision; ends with a newline.
    package func json() throws(RunStoreError) -> [UInt8] {
        try JSONText.file(self, named: "size")
    }
}

/// The need that was measured at one size.
package struct SizePoint: Hashable, Sendable, Codable {
    /// The size of the input, in units.
    package var units: Int
    /// Its size in bytes; nil if it is not known.
    package var inputBytes: Int?
    /// The smallest container that was enough, below none that was not; or the median of the peaks.
    package var needBytes: Int
    /// The limit for this size, before it is rounded; nil if none is known.
    package var limitBytes: Int?

    /// Makes a point.
    package init(units: Int, inputBytes: Int?, needBytes: Int) {
        self.units = units
        self.inputBytes = inputBytes
        self.needBytes = needBytes
    }

    enum CodingKeys: String, StoredKey {
        case units
        case inputBytes = "input_bytes"
        case needBytes = "need_bytes"
        case limitBytes = "limit_bytes"
    }
}

/// How the need grows with the input, as far as it was measured.
package struct SizeGrowth: Hashable, Sendable, Codable {
    /// The curve that the limit follows.
    package var curve: GrowthCurve
    /// The classes that the sizes don't tell apart, the likeliest first.
    package var candidates: [GrowthClass]
    /// Whether the largest input lies beyond the largest size that was measured.
    package var isExtrapolation: Bool
    /// Whether it lies past a hundred times that size.
    package var isFarExtrapolation: Bool

    /// Takes what concerns a largest input from a fit.
    package init(_ fit: GrowthFit, inputMaxUnits: Int) {
        curve = fit.curve
        candidates = fit.candidates
        isExtrapolation = fit.isExtrapolated(at: inputMaxUnits)
        isFarExtrapolation = fit.isFarExtrapolated(at: inputMaxUnits)
    }

    enum CodingKeys: String, StoredKey {
        case curve, candidates
        case isExtrapolation = "extrapolation"
        case isFarExtrapolation = "far_extrapolation"
    }
}

/// The runs under the limit.
package struct SizeVerification: Hashable, Sendable, Codable {
    /// The largest size of input that was run, in units.
    package var units: Int
    /// The limit there: that of the manifest at the largest input, otherwise that of the formula.
    package var limitBytes: Int
    /// The runs under limits of this height, at all sizes.
    package var runCount = 0
    /// Those that did not come to their end.
    package var failureCount = 0
    /// The times that the limit was raised because a run under a lower one did not come to its end.
    package var raiseCount = 0
    /// The times that it was raised because runs were too slow.
    package var slowRaiseCount = 0
    /// The speed under the limit as a share of that without one, at ``units``; nil if it was not read.
    package var speedShare: Interval?
    /// Whether noise alone doesn't explain that it differs from 1.
    package var isSpeedSignificant = false

    /// Makes a record of runs that have not begun.
    package init(units: Int, limitBytes: Int) {
        self.units = units
        self.limitBytes = limitBytes
    }

    enum CodingKeys: String, StoredKey {
        case units
        case limitBytes = "limit_bytes"
        case runCount = "runs"
        case failureCount = "failures"
        case raiseCount = "raises"
        case slowRaiseCount = "raises_for_speed"
        case speedShare = "speed_share"
        case isSpeedSignificant = "speed_significant"
    }
}

extension NeedRecord {
    /// The smallest budget that counts as enough, in bytes; nil if none was.
    ///
    /// A run failed under no budget that large. Where looks disagree, it lies above the largest that failed, by
    /// no more than the resolution.
    ///
    /// - Parameter resolutionShare: Of the search.
    package func needBytes(resolutionShare: Double) -> Int? {
        let limited = trials.compactMap { trial in
            trial.kind == .need ? nil : trial.budget.map { (trial, bytes: $0.limit.bytes) }
        }
        let failed = limited.filter { $0.0.outcome != .completed || $0.0.isUndecided }
        let shortBytes = failed.map(\.bytes).max() ?? 0
        guard let enough = limited.map(\.bytes).filter({ $0 > shortBytes }).min() else {
            return nil
        }
        return shortBytes == 0
            ? enough : min(enough, whole(Double(shortBytes) * (1 + resolutionShare)))
    }
}
