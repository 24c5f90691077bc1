/// One of the shards that a merged run was joined from.
public struct ShardRecord: Hashable, Sendable, Codable {
    /// Which one, from 1.
    public var index: Int
    /// UTC, ISO 8601 with milliseconds.
    public var startedAt: String
    /// UTC, ISO 8601 with milliseconds.
    public var finishedAt: String
    /// The machine it was measured on.
    public var environment: EnvironmentRecord
    /// As it was typed, program first.
    public var commandLine: [String]

    /// Makes a record.
    public init(
        index: Int, startedAt: String, finishedAt: String, environment: EnvironmentRecord,
        commandLine: [String]
    ) {
        self.index = index
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.environment = environment
        self.commandLine = commandLine
    }

    enum CodingKeys: String, CodingKey {
        case index
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case environment
        case commandLine = "command_line"
    }
}
