package import MemoryBudget

/// What `membudget need` found: the smallest budget that is enough for a strategy at a scale.
package struct NeedRecord: Hashable, Sendable, Codable {
    /// The schema that this release writes.
    package static let schema = "membudget.need/1"

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
    /// At which scale.
    package var scale: ScaleRecord
    /// How the budgets were enforced: `cgroup`, a container of that size, or `watchdog`, the metric.
    package var enforcement: Enforcement
    /// What the budgets were about.
    package var metric: Metric
    /// The peak of the metric without a budget, on `container` peak RSS; nil if that run did not come to
    /// its end.
    package var unbudgetedBytes: Int?
    /// On `container`, about what a cold start is charged beside: the file-backed memory at the peak
    /// without a budget, as far as others have read it before; nil if it was not read.
    package var coldStartBytes: Int?
    /// The smallest budget that was seen to be enough; nil if none was.
    package var smallestEnoughBytes: Int?
    /// The largest budget that was seen not to be; nil if none was.
    package var largestShortBytes: Int?
    /// Two budgets which show that larger ones are not always enough; nil if none do.
    package var inversion: Inversion?
    /// Whether both were seen, and are as near to each other as was asked for.
    package var isResolved = false
    /// Why it isn't, in one sentence; nil if it is.
    package var stoppedBecause: String?
    /// Every run, in order; those of kind `need` had no budget.
    package var trials: [Observation] = []

    /// A budget that was enough, and a larger one that wasn't.
    package struct Inversion: Hashable, Sendable, Codable {
        /// The smallest budget that was seen to be enough.
        package var enoughBytes: Int
        /// The largest budget that was seen not to be.
        package var shortBytes: Int

        /// Makes a record.
        package init(enoughBytes: Int, shortBytes: Int) {
            self.enoughBytes = enoughBytes
            self.shortBytes = shortBytes
        }

        enum CodingKeys: String, StoredKey {
            case enoughBytes = "enough_bytes"
            case shortBytes = "short_bytes"
        }
    }

    /// Makes a record of a search that has not begun.
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

    /// The text of the file: indented, keys sorted, full precision; ends with a newline.
    package func json() throws(RunStoreError) -> [UInt8] {
        try JSONText.file(self, named: "need")
    }
}
