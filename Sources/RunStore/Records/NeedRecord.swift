package import MemoryBudget

/// The result of `membudget need`: the smallest sufficient budget of a strategy at a scale.
package struct NeedRecord: Hashable, Sendable, Codable {
    /// The name and version of the format that this release writes.
    package static let schema = "membudget.need/1"

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
    /// The scale of the runs.
    package var scale: ScaleRecord
    /// The enforcement of the budgets: `cgroup`, a container of that size, or `watchdog`, the
    /// metric.
    package var enforcement: Enforcement
    /// The metric of the budgets.
    package var metric: Metric
    /// The peak of the metric without a budget, or peak RSS for `container`; `nil` if that run did
    /// not complete.
    package var unbudgetedBytes: Int?
    /// For `container`, the approximate extra charge of a cold start, in bytes: the file-backed
    /// memory at the unbudgeted peak that other processes had read before; `nil` if not read.
    package var coldStartBytes: Int?
    /// The smallest budget found sufficient; `nil` if none was.
    package var smallestEnoughBytes: Int?
    /// The largest budget found insufficient; `nil` if none was.
    package var largestShortBytes: Int?
    /// Two budgets that show that larger ones are not always enough; `nil` if none do.
    package var inversion: Inversion?
    /// Whether both budgets were found, as close to each other as requested.
    package var isResolved = false
    /// The reason for an unresolved search, in one sentence; `nil` if it is resolved.
    package var stoppedBecause: String?
    /// All runs, in order; those of kind `need` had no budget.
    package var trials: [Observation] = []

    /// A sufficient budget with a larger one that was not enough.
    package struct Inversion: Hashable, Sendable, Codable {
        /// The smallest budget found sufficient.
        package var enoughBytes: Int
        /// The largest budget found insufficient.
        package var shortBytes: Int

        /// Creates a record.
        package init(enoughBytes: Int, shortBytes: Int) {
            self.enoughBytes = enoughBytes
            self.shortBytes = shortBytes
        }

        enum CodingKeys: String, StoredKey {
            case enoughBytes = "enough_bytes"
            case shortBytes = "short_bytes"
        }
    }

    /// Creates a record of a search that has not started.
    package init(
        scenario: String, strategy: String, parameters: [String: String], unit: String,
        scale: ScaleRecord, enforcement: Enforcement, metric: Metric
    ) {
        self.scenario = scenario
        self.strategy = strategy
        self.parameters = parameters
        self.unit = unit
        self.scale = scale
        self.enforcement = enforcement
        self.metric = metric
    }

    enum CodingKeys: String, StoredKey {
        case schema, scenario, strategy, parameters, unit, scale, enforcement, metric
        case unbudgetedBytes = "unbudgeted_bytes"
        case coldStartBytes = "cold_start_estimate_bytes"
        case smallestEnoughBytes = "smallest_enough_bytes"
        case largestShortBytes = "largest_short_bytes"
        case inversion
        case isResolved = "resolved"
        case stoppedBecause = "stopped_because"
        case trials
    }

    /// Returns the text of the file: indented, keys sorted, full precision, ending with a newline.
    package func json() throws(RunStoreError) -> [UInt8] {
        try JSONText.file(self, named: "need")
    }
}
