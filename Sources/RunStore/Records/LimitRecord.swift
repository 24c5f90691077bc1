package import MemoryBudget

/// The result of `membudget limit`: the largest scale of a strategy that fits its budget.
///
/// ```swift
/// import MemoryBudget
/// let record = LimitRecord(
///     scenario: "csv-ingest", strategy: "streamed", parameters: [:], unit: "rows",
///     budget: Budget(metric: .peakRSS, limit: .mebibytes(32)))
/// let json = try record.json()
/// ```
package struct LimitRecord: Hashable, Sendable, Codable {
    /// The name and version of the format that this release writes.
    package static let schema = "membudget.limit/1"

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
    /// The budget to stay within.
    package var budget: Budget
    /// The largest scale found within the budget; `nil` if none was.
    package var largestWithinUnits: Int?
    /// The smallest scale found over the budget; `nil` if none was.
    package var smallestOverUnits: Int?
    /// Two scales that show that larger ones don't always need more; `nil` if none do.
    package var inversion: Inversion?
    /// Whether both scales were found, as close to each other as requested.
    package var isResolved = false
    /// The reason for an unresolved search, in one sentence; `nil` if it is resolved.
    package var stoppedBecause: String?
    /// All runs, in order.
    package var trials: [Observation] = []

    /// A scale over the budget with a larger one within it.
    package struct Inversion: Hashable, Sendable, Codable {
        /// The smallest scale found over the budget.
        package var overUnits: Int
        /// The largest scale found within it.
        package var withinUnits: Int

        /// Creates a record.
        package init(overUnits: Int, withinUnits: Int) {
            self.overUnits = overUnits
            self.withinUnits = withinUnits
        }

        enum CodingKeys: String, StoredKey {
            case overUnits = "over_units"
            case withinUnits = "within_units"
        }
    }

    /// Creates a record of a search that has not started.
    package init(
        scenario: String, strategy: String, parameters: [String: String], unit: String,
        budget: Budget
    ) {
        self.scenario = scenario
        self.strategy = strategy
        self.parameters = parameters
        self.unit = unit
        self.budget = budget
    }

    enum CodingKeys: String, StoredKey {
        case schema, scenario, strategy, parameters, unit, budget
        case largestWithinUnits = "largest_within_units"
        case smallestOverUnits = "smallest_over_units"
        case inversion
        case isResolved = "resolved"
        case stoppedBecause = "stopped_because"
        case trials
    }

    /// Returns the text of the file: indented, keys sorted, full precision, ending with a newline.
    package func json() throws(RunStoreError) -> [UInt8] {
        try JSONText.file(self, named: "limit")
    }
}
