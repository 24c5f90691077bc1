internal import MemoryBudget

/// One invocation of `membudget bench` or `gate`, as stored in `run.json`.
///
/// Every key is documented with its unit in `Documentation/JSON.md`. Values are stored unrounded; a
/// figure that could not be read is `null`, never zero.
///
/// ```swift
/// let run = try RunDirectory(reading: "runs/a").record()
/// let verdicts = run.scenarios.flatMap(\.cells).map(\.verdict)
/// ```
package struct RunRecord: Hashable, Sendable, Codable {
    /// The format's name and version; readers refuse any other.
    package static let schema = "membudget.run/1"

    /// The name and version of the file's format.
    package private(set) var schema = Self.schema
    /// The program that wrote it.
    package var tool: ToolRecord
    /// The start time, in UTC: ISO 8601 with milliseconds.
    package var startedAt: String
    /// The end time, in UTC: ISO 8601 with milliseconds; `nil` for an unfinished run.
    package var finishedAt: String?
    /// The machine it ran on.
    package var environment: EnvironmentRecord
    /// The seed of the order of trials.
    package var seed: UInt64
    /// The command line as typed, program first.
    package var commandLine: [String]
    /// The plan; `nil` for a run created in code.
    package var plan: PlanRecord?
    /// Whether it was resumed when only its journal was left, so that its trials may come from
    /// different programs or inputs; `nil` if not.
    package var resumedWithoutRecord: Bool?
    /// The joined shards, in order; `nil` for an unsharded run.
    package var shards: [ShardRecord]?
    /// The scenarios, in the order of the command line.
    package var scenarios: [ScenarioRecord]
    /// The result of the gate; `nil` without one.
    package var gate: GateRecord?

    /// Creates a record.
    package init(
        tool: ToolRecord, startedAt: String, finishedAt: String? = nil,
        environment: EnvironmentRecord, seed: UInt64, commandLine: [String],
        plan: PlanRecord? = nil, scenarios: [ScenarioRecord] = [], gate: GateRecord? = nil
    ) {
        self.tool = tool
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.environment = environment
        self.seed = seed
        self.commandLine = commandLine
        self.plan = plan
        self.scenarios = scenarios
        self.gate = gate
    }

    enum CodingKeys: String, StoredKey {
        case schema, tool
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case environment, seed
        case commandLine = "command_line"
        case plan
        case resumedWithoutRecord = "resumed_without_record"
        case shards, scenarios, gate
    }

    /// Returns the text of `run.json`: indented, keys sorted, numbers in full precision.
    package func json() throws(RunStoreError) -> [UInt8] {
        do {
            return try JSONText.pretty(self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: "run.json", reason: "the run cannot be encoded: \(error)")
        }
    }

    /// Reads the text of a `run.json`; the path is only for errors.
    package init(json: [UInt8], path: String = "run.json") throws(RunStoreError) {
        do {
            let header = try JSONText.decode(SchemaHeader.self, from: json)
            guard header.schema == Self.schema else { throw Self.foreign(header.schema, at: path) }
            self = try JSONText.decode(Self.self, from: json)
            if let objection { throw RunStoreError(.damaged, path: path, reason: objection) }
        } catch let error as RunStoreError {
            throw error
        } catch {
            throw RunStoreError(
                .damaged, path: path,
                reason: "this is not a run of membudget: \(JSONText.explain(error))")
        }
    }

    private static func foreign(_ schema: String, at path: String) -> RunStoreError {
        let name = Self.schema.prefix { $0 != "/" }
        let isOtherVersion = schema.hasPrefix(name + "/")
        return RunStoreError(
            .damaged, path: path,
            reason: "its schema is '\(schema)', but this membudget reads '\(Self.schema)'",
            advice: isOtherVersion ? "read it with the membudget that wrote it" : nil)
    }

    /// Returns the command that resumes the run in a folder, ready to type.
    package func resumingCommand(path: String) -> String {
        let words = [commandLine.first ?? "membudget", commandLine.dropFirst().first ?? "bench"]
        return shellWords(words + ["--resume", "--run-dir", path])
    }

    /// The command that started the run, ready to type for another run in a new folder.
    package var startingCommand: String {
        var words: [String] = []
        var rest = commandLine[...]
        while let word = rest.popFirst() {
            if word == "--run-dir" {
                rest = rest.dropFirst()
            } else if word != "--resume", !word.hasPrefix("--run-dir=") {
                words.append(word)
            }
        }
        return shellWords(words)
    }
}

/// The program that wrote a run.
package struct ToolRecord: Hashable, Sendable, Codable {
    /// The version of membudget: `0.1.0`.
    package var version: String

    /// Creates a record.
    package init(version: String) {
        self.version = version
    }
}

/// The key that tells how to read the others.
private struct SchemaHeader: Decodable {
    var schema: String
}
