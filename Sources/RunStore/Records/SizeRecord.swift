package import MemoryBudget

/// The result of `membudget size`: the limit of a strategy for an engine.
package struct SizeRecord: Hashable, Sendable, Codable {
    /// The name and version of the format that this release writes.
    package static let schema = "membudget.size/1"

    /// The name and version of the format, always ``schema``.
    package var schema = Self.schema
    /// The scenario's name.
    package var scenario: String
    /// The strategy's name.
    package var strategy: String
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// The name of the units, in the plural; empty if unknown.
    package var unit: String
    /// The engine that the limit is for.
    package var engine: SizingEngine
    /// The largest input that has to fit, in units.
    package var inputMaxUnits: Int
    /// The share of runs at the largest input that may exceed the limit.
    package var riskShare: Double
    /// The metric of the limit: a container's charge, or a peak if containers aren't available.
    package var metric: Metric
    /// The enforcement of limits on this machine: `cgroup` or `watchdog`.
    package var enforcement: Enforcement
    /// The measured sizes, ascending.
    package var points: [SizePoint] = []
    /// The reason that larger sizes were not measured; `nil` if all planned ones were.
    package var gap: Gap?
    /// The growth fitted to the sizes; `nil` with fewer than two.
    package var growth: SizeGrowth?
    /// The need of one run at the largest input, in bytes; a share of ``riskShare`` of runs lies
    /// outside the interval on either side.
    package var needBytes: Interval?
    /// The limit to write down, as the engine takes it; `nil` if unknown, or if it is too large for
    /// the engine.
    package var limitBytes: Int?
    /// The limit for other sizes of input, before rounding; `nil` for engines without formulas.
    package var formula: LimitFormula?
    /// The runs under the limit; `nil` if there are none.
    package var verification: SizeVerification?
    /// Whether there is a limit that runs at the largest input stayed within.
    package var isResolved = false
    /// The reason that there isn't, in one sentence; `nil` if ``isResolved``.
    package var stoppedBecause: String?
    /// The searches for the smallest container, one per size; empty if peaks were read.
    package var needs: [NeedRecord] = []
    /// The runs that read peaks, and those that verify, in order.
    package var trials: [Observation] = []

    /// The reason that a size was not run.
    package enum Gap: String, Hashable, Sendable, Codable {
        /// There is no data of that size.
        case noData = "no_data"
        /// There is no disk space for data of that size.
        case noRoom = "no_room"
        /// It needs more than half of the machine's memory.
        case needsTooMuch = "needs_too_much"
    }

    /// Creates a record of a search that has not started.
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

    /// Returns the text of the file: indented, keys sorted, full precision, ending with a newline.
    package func json() throws(RunStoreError) -> [UInt8] {
        try JSONText.file(self, named: "size")
    }
}
