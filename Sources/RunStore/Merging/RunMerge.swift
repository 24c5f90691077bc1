internal import Files
internal import MemoryBudget

/// A shard that was measured on another machine than the first, or by another membudget.
package struct MergeWarning: Hashable, Sendable {
    /// The shard's directory.
    package let path: String
    /// The first shard's directory.
    package let firstPath: String
    /// At least one.
    package let differences: [ConditionDifference]

    /// Creates a warning.
    package init(path: String, firstPath: String, differences: [ConditionDifference]) {
        self.path = path
        self.firstPath = firstPath
        self.differences = differences
    }
}

/// The shards of a run, joined: their raw trials in one directory, and everything that is computed
/// from trials computed again.
package struct RunMerge: Sendable {
    /// The whole run with its cells; the results are those of the shards.
    package let plan: RunRecord
    private let parts: [MergePart]
    /// What `gate` found of the first shard, judged by what all shards were; nil for shards that
    /// were only measured.
    package let gate: GateRecord?
    /// What may make the shards' figures incomparable; empty for one machine.
    package let warnings: [MergeWarning]

    /// Reads the shards and checks that they are all of one run, each once and finished.
    ///
    /// - Parameters:
    ///   - paths: Their directories, in any order.
    ///   - commandLine: As it was typed, for the record.
    ///   - describe: The words for a difference between shards, for errors.
    /// - Throws: ``RunStoreError`` with code `unmergeable`; `noRun`; `unreadable`.
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

    /// Writes the joined run into a new directory; on failure nothing of it is left.
    ///
    /// - Parameters:
    ///   - worded: The record with its sentences.
    ///   - checkStop: Called before every file that is copied; what it throws ends the work.
    /// - Returns: Its record, as `run.json` holds it.
    /// - Throws: ``RunStoreError`` with code `cannotCreate`, or `writeFailed` on a full disk; what
    ///   `checkStop` throws.
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
            // What a base did of a scenario is of the scenario's variants.
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
    /// Takes the cells of all shards, in the order of the table; nil if no shard has the scenario.
    fileprivate init?(joining pieces: [ScenarioRecord], variants: [String]) {
        guard let first = pieces.first else { return nil }
        self = first
        func place(_ variant: String) -> Int { variants.firstIndex(of: variant) ?? variants.count }
        cells = pieces.flatMap(\.cells).sorted {
            ($0.scale.units, place($0.variant)) < ($1.scale.units, place($1.variant))
        }
        // The control is in one shard; only where it is in none nothing is proved.
        let isProved = cells.contains { $0.role == .control }
        controlsNotRun = isProved ? nil : pieces.lazy.compactMap(\.controlsNotRun).first
        // A strategy whose variants several shards have is missing in each of them.
        unavailable = pieces.flatMap(\.unavailable).uniqued(by: \.strategy)
    }
}
