internal import Files
internal import MemoryBudget

/// A warning that a shard was measured on another machine or by another membudget than the first.
package struct MergeWarning: Hashable, Sendable {
    /// The folder of the shard.
    package let path: String
    /// The folder of the first shard.
    package let firstPath: String
    /// The differences; at least one.
    package let differences: [ConditionDifference]

    /// Creates a warning.
    package init(path: String, firstPath: String, differences: [ConditionDifference]) {
        self.path = path
        self.firstPath = firstPath
        self.differences = differences
    }
}

/// The joined shards of a run: their raw trials in one folder, with all results computed again.
///
/// ```swift
/// let merge = try RunMerge(of: ["runs/1", "runs/2"], commandLine: ["membudget", "merge"]) {
///     "\($0)"
/// }
/// print(merge.warnings)
/// ```
package struct RunMerge: Sendable {
    /// The whole run with the results of the shards' cells.
    package let plan: RunRecord
    private let parts: [MergePart]
    /// The gate of the first shard, with the options common to all shards; `nil` if the shards were
    /// only measured.
    package let gate: GateRecord?
    /// The differences that may make the shards' figures incomparable; empty for one machine.
    package let warnings: [MergeWarning]

    /// Reads the shards and checks that they form one run, each finished and present once.
    ///
    /// - Parameters:
    ///   - paths: The folders of the shards, in any order.
    ///   - commandLine: The command line as typed, for the record.
    ///   - describe: Returns the words for a difference between shards, for errors.
    /// - Throws: ``RunStoreError`` with code `unmergeable`, `noRun` or `unreadable`.
    package init(
        of paths: [String], commandLine: [String],
        describe: @escaping (ConditionDifference) -> String
    ) throws(RunStoreError) {
        var parts: [MergePart] = []
        for path in paths { parts.append(try MergePart(reading: path)) }
        parts.sort { $0.shard.index < $1.shard.index }
        guard let first = parts.first else {
            throw RunStoreError(.unmergeable, path: "merge", reason: "there are no runs to join")
        }
        try MergeCheck(parts, describe: describe).run()
        self.parts = parts
        gate = first.record.gate
        warnings = parts.dropFirst().compactMap { $0.warning(beside: first) }
        plan = Self.joined(parts, first: first.record, commandLine: commandLine)
    }

    /// Writes the joined run into a new folder; on failure nothing is left behind.
    ///
    /// - Parameters:
    ///   - worded: Returns the record with its sentences.
    ///   - checkStop: A check before each file that is copied; its error ends the work.
    /// - Returns: The record that `run.json` holds.
    /// - Throws: ``RunStoreError`` with code `cannotCreate`, or `writeFailed` on a full disk, and
    ///   the error of `checkStop`.
    package func write(
        to path: String, wording worded: (RunRecord) -> RunRecord,
        checkStop: () throws -> Void = {}
    ) throws -> RunRecord {
        let directory = try RunDirectory(creating: path)
        do {
            for part in parts {
                try directory.copyFiles(
                    of: part.observations, from: part.directory, checkStop: checkStop)
            }
            try checkStop()
            let journal = parts.flatMap(\.journal)
            try withStoreErrors(AtomicFile.write(journal, to: directory.journalPath))
            let record = worded(try directory.assembled(plan))
            try directory.write(record)
            return record
        } catch {
            try? directory.remove()
            throw error
        }
    }

    private static func joined(
        _ parts: [MergePart], first: RunRecord, commandLine: [String]
    ) -> RunRecord {
        var record = first
        record.plan?.shard = nil
        record.gate = nil
        record.commandLine = commandLine
        record.startedAt = parts.map(\.record.startedAt).min() ?? first.startedAt
        record.finishedAt = parts.compactMap(\.record.finishedAt).max()
        record.environment.noiseFloor = parts.compactMap(\.record.environment.noiseFloor)
            .max { $0.peakRSSBytes < $1.peakRSSBytes }
        let lacksRecord = parts.contains { $0.record.resumedWithoutRecord == true }
        record.resumedWithoutRecord = lacksRecord ? true : nil
        record.shards = parts.map(\.shardRecord)
        record.scenarios = (first.plan?.scenarios ?? []).flatMap { plan in
            // The base's cells belong to the variants of the scenario.
            Build.allCases.compactMap { build in
                ScenarioRecord(
                    joining: parts.compactMap { $0.record.scenario(plan.name, of: build) },
                    variants: plan.variants)
            }
        }
        return record
    }
}

extension ScenarioRecord {
    /// Joins the cells of all shards, in the order of the table; `nil` if no shard has the
    /// scenario.
    fileprivate init?(joining pieces: [ScenarioRecord], variants: [String]) {
        guard let first = pieces.first else { return nil }
        self = first
        func place(_ variant: String) -> Int { variants.firstIndex(of: variant) ?? variants.count }
        cells = pieces.flatMap(\.cells).sorted {
            ($0.scale.units, place($0.variant)) < ($1.scale.units, place($1.variant))
        }
        // The control is in one shard; its absence matters only if no shard has it.
        let isProved = cells.contains { $0.role == .control }
        controlsNotRun = isProved ? nil : pieces.lazy.compactMap(\.controlsNotRun).first
        // A strategy whose variants are spread over several shards is incomplete in each of them.
        unavailable = pieces.flatMap(\.unavailable).uniqued(by: \.strategy)
    }
}
