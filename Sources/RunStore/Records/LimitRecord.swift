package import MemoryBudget

/// What `membudget limit` found: the largest scale of a strategy that fits its budget.
package struct LimitRecord: Hashable, Sendable, Codable {
    /// The schema that this release writes.
    package static let schema = "membudget.limit/1"

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
    /// What had to be kept.
    package var budget: Budget
    /// The largest scale that was seen within the budget; nil if none was.
    package var largestWithinUnits: Int?
    /// The smallest scale that was seen over it; nil if none was.
    package var smallestOverUnits: Int?
    /// Two scales which show that larger ones don't always need more; nil if none do.
    package var inversion: Inversion?
    /// Whether both were seen, and are as near to each other as was asked for.
    package var isResolved = false
    /// Why it isn't, in one sentence; nil if it is.
    package var stoppedBecause: String?
    /// Every run, in order.
    package var trials: [Observation] = []

    /// A scale over the budget, and a larger one within.
    package struct Inversion: Hashable, Sendable, Codable {
        /// The smallest scale that was seen over the budget.
        package var overUnits: Int
        /// The largest scale that was seen within it.
        package var withinUnits: Int

        /// Makes a record.
        package init(overUnits: Int, withinUnits: Int) {
            self.overUnits = overUnits
            self.withinUnits = withinUnits
        }

        enum CodingKeys: String, StoredKey {
            case overUnits = "over_units"
            case withinUnits = "within_units"
        }
    }

    /// Makes a record of a search that has not begun.
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

    /// The text of the file: indented, keys sorted, full precision; ends with a newline.
    package func json() throws(RunStoreError) -> [UInt8] {
        try JSONText.file(self, named: "limit")
    }
}
