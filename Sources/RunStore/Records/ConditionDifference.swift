/// A difference between the conditions of two runs: the value found, and the one wanted.
package enum ConditionDifference: Hashable, Sendable {
    /// A fact about the machine, or a setting of the whole run.
    case condition(name: String, found: String, wanted: String)
    /// A setting of a scenario, by the name of its option.
    case setting(scenario: String, name: String, found: String, wanted: String)
    /// The text of a scenario's file.
    case text(scenario: String)
    /// The content of a file that a scenario's trials run or read.
    case fileContent(scenario: String, role: PlannedFileRecord.Role, path: String)
    /// A file that a scenario's trials ran or read, and that no longer exists.
    case missingFile(scenario: String, role: PlannedFileRecord.Role, path: String)
    /// The variants of a scenario.
    case variants(scenario: String, found: [String], wanted: [String])
    /// The scenarios.
    case scenarios(found: [String], wanted: [String])
    /// The number of shards.
    case shardCount(found: Int, wanted: Int)
}
