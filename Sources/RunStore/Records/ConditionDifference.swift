/// A difference between the conditions of two runs: what the second has, and the first wants.
package enum ConditionDifference: Hashable, Sendable {
    /// A fact of the machine, or a setting of the whole run.
    case condition(name: String, found: String, wanted: String)
    /// A setting of a scenario, by the name of its option.
    case setting(scenario: String, name: String, found: String, wanted: String)
    /// The text of a scenario's file.
    case text(scenario: String)
    /// The content of a file that a scenario's trials run or read.
    case fileContent(scenario: String, role: PlannedFileRecord.Role, path: String)
    /// A file that a scenario's trials ran or read, and that is there no more.
    case missingFile(scenario: String, role: PlannedFileRecord.Role, path: String)
    /// The variants of a scenario.
    case variants(scenario: String, found: [String], wanted: [String])
    /// The scenarios.
    case scenarios(found: [String], wanted: [String])
    /// The number of shards that the run has.
    case shardCount(found: Int, wanted: Int)
}
