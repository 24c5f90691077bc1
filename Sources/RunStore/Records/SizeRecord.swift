package import MemoryBudget

/// The finding of `membudget size`: the limit that a strategy gets from an engine.
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
    /// The name of the units, in the plural; empty if it is not known.
    package var unit: String
    /// The engine that the limit is for.
    package var engine: SizingEngine
    /// The largest input that has to fit, in units.
    package var inputMaxUnits: Int
    /// The share of runs at the largest input that may go over the limit.
    package var riskShare: Double
    /// The metric of the limit: a container's charge, or the peak that was read where no container is
    /// possible.
    package var metric: Metric
    /// The enforcement of limits here: `cgroup`, or `watchdog`.
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

    /// Creates a record of a search that has not begun.
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
