internal import MemoryBudget

/// One shard as read from its folder.
struct MergePart: Sendable {
    let directory: RunDirectory
    let record: RunRecord
    let plan: PlanRecord
    let shard: Shard
    let finishedAt: String
    /// The bytes of its journal, unchanged.
    let journal: [UInt8]
    let observations: [Observation]

    init(reading path: String) throws(RunStoreError) {
        directory = try RunDirectory(reading: path)
        record = try directory.record()
        guard let plan = record.plan, let shard = plan.shard else {
            throw Self.refusal(
                directory, reason: "this run is not a shard",
                advice: "measure parts of a run with --shard 1/2, --shard 2/2")
        }
        guard let finishedAt = record.finishedAt else {
            throw Self.refusal(
                directory, reason: "shard \(shard) is not finished",
                advice: "resume it with: \(record.resumingCommand(path: directory.path))")
        }
        (self.plan, self.shard, self.finishedAt) = (plan, shard, finishedAt)
        // It is read once, so that the joined bytes are the checked ones.
        journal = try directory.journalBytes()
        observations = try JournalContents(parsing: journal, path: directory.journalPath)
            .checkedObservations(path: directory.journalPath)
        try checkWhole()
    }

    /// Checks that a finished shard's journal has all trials; a missing one would be lost silently.
    private func checkWhole() throws(RunStoreError) {
        guard [nil, UInt8(ascii: "\n")].contains(journal.last) else {
            throw refusal("trials.jsonl ends in the middle of a line")
        }
        let found = Set(observations.map(TrialIdentity.init))
        let recorded = record.scenarios.flatMap(\.cells).flatMap(\.trials).map(TrialIdentity.init)
        if let lost = recorded.first(where: { !found.contains($0) }) {
            throw refusal("the trial \(lost) is in run.json, but not in trials.jsonl")
        }
        // Floor trials and verifying runs are not in run.json, but each has a series.
        let series = Set(observations.map(SeriesFile.name))
        if let lost = try directory.seriesNames().first(where: { !series.contains($0) }) {
            throw refusal("the trial of series/\(lost) is not in trials.jsonl")
        }
    }

    private func refusal(_ reason: String) -> RunStoreError {
        Self.refusal(
            directory, reason: reason, advice: "measure shard \(shard) again, in another folder")
    }

    static func refusal(
        _ directory: RunDirectory, reason: String, advice: String? = nil
    ) -> RunStoreError {
        RunStoreError(.unmergeable, path: directory.path, reason: reason, advice: advice)
    }

    /// The record of the shard in the joined run, apart from its trials.
    var shardRecord: ShardRecord {
        ShardRecord(
            index: shard.index, startedAt: record.startedAt, finishedAt: finishedAt,
            environment: record.environment, commandLine: record.commandLine)
    }

    /// Returns how its machine and membudget version differ from another shard's; `nil` if they
    /// don't.
    func warning(beside first: MergePart) -> MergeWarning? {
        var differences = first.record.environment.differences(of: record.environment).all
        differences += first.plan.fileDifferences(of: plan)
        if record.tool != first.record.tool {
            differences.append(
                .condition(
                    name: "membudget", found: record.tool.version,
                    wanted: first.record.tool.version))
        }
        guard !differences.isEmpty else { return nil }
        return MergeWarning(
            path: directory.path, firstPath: first.directory.path, differences: differences)
    }
}
