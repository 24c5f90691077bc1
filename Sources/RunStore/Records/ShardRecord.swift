internal import MemoryBudget

/// One of the shards of a joined run.
package struct ShardRecord: Hashable, Sendable, Codable {
    /// The number of the shard, from 1.
    package var index: Int
    /// The start time, in UTC: ISO 8601 with milliseconds.
    package var startedAt: String
    /// The end time, in UTC: ISO 8601 with milliseconds.
    package var finishedAt: String
    /// The machine it was measured on.
    package var environment: EnvironmentRecord
    /// The command line as typed, program first.
    package var commandLine: [String]

    /// Creates a record.
    package init(
        index: Int, startedAt: String, finishedAt: String, environment: EnvironmentRecord,
        commandLine: [String]
    ) {
        self.index = index
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.environment = environment
        self.commandLine = commandLine
    }

    enum CodingKeys: String, StoredKey {
        case index
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case environment
        case commandLine = "command_line"
    }
}
