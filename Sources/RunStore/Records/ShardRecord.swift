internal import MemoryBudget

/// One of the shards that a merged run was joined from.
package struct ShardRecord: Hashable, Sendable, Codable {
    /// Which one, from 1.
    package var index: Int
    /// UTC, ISO 8601 with milliseconds.
    package var startedAt: String
    /// UTC, ISO 8601 with milliseconds.
    package var finishedAt: String
    /// The machine it was measured on.
    package var environment: EnvironmentRecord
    /// As it was typed, program first.
    package var commandLine: [String]

    /// Makes a record.
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
