internal import MemoryBudget

/// One shard as it was read.
struct MergePart: Sendable {
    let directory: RunDirectory
    let record: RunRecord
    let plan: PlanRecord
    let shard: Shard
    let finishedAt: String
    /// The bytes of its journal, as they are.
    let journal: [UInt8]
    let observations: [Observation]

    init(reading path: String) throws(RunStoreError) {
        directory = try RunDirectory(reading: path)
        record = try directory.record()
        guard let plan = record.plan, let shard = plan.shard else {
            throw Self.refusal(
                directory, reason: "this run is no shard",
                advice: "measure parts of a run with --shard 1/2, --shard 2/2")
        }
        guard let finishedAt = record.finishedAt else {
            throw Self.refusal(
                directory, reason: "shard \(shard) is not finished",
                advice: "go on with it: \(record.resumingCommand(path: directory.path))")
        }
        (self.plan, self.shard, self.finishedAt) = (plan, shard, finishedAt)
        // Read once: what is joined is what was checked.
        journal = try directory.journalBytes()
        observations = try JournalContents(parsing: journal, path: directory.journalPath)
            .checkedObservations(path: directory.journalPath)
        try checkWhole()
    }

    /// A finished shard has all its trials in its journal; what is missing would be lost silently.
    private func checkWhole() throws(RunStoreError) {
        guard [nil, UInt8(ascii: "\n")].contains(journal.last) else {
            throw refusal("trials.jsonl ends within a line")
        }
        let found = Set(observations.map(TrialIdentity.init))
        let recorded = record.scenarios.flatMap(\.cells).flatMap(\.trials).map(TrialIdentity.init)
        if let lost = recorded.first(where: { !found.contains($0) }) {
            throw refusal("the trial \(lost) is in run.json, and not in trials.jsonl")
        }
        // Floors and verifying runs are not in run.json, but they too have a series each.
        let series = Set(observations.map(SeriesFile.name))
        if let lost = try directory.seriesNames().first(where: { !series.contains($0) }) {
            throw refusal("the trial of series/\(lost) is not in trials.jsonl")
        }
    }

    private func refusal(_ reason: String) -> RunStoreError {
        Self.refusal(
            directory, reason: reason, advice: "measure shard \(shard) again, in another directory")
    }

    static func refusal(
        _ directory: RunDirectory, reason: String, advice: String? = nil
    ) -> RunStoreError {
        RunStoreError(.unmergeable, path: directory.path, reason: reason, advice: advice)
    }

    /// What is kept of it beside its trials.
    var shardRecord: ShardRecord {
        ShardRecord(
            index: shard.index, startedAt: record.startedAt, finishedAt: finishedAt,
            environment: record.environment, commandLine: record.commandLine)
    }

    /// How its machine and its membudget differ from another shard's; nil if they don't.
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
