import MemoryBudget
import Reports
import RunStore

extension RunRecord {
    /// The record with which this run is resumed: begun as this was, to be measured as asked.
    ///
    /// - Parameters:
    ///   - new: The record of the run if it started now.
    ///   - path: The run's directory, for messages.
    /// - Returns: The record, which is this one if the run is finished, and the changes of the
    ///   machine that may shift times.
    /// - Throws: ``BenchError`` 64 if something else was asked for, or the machine is another.
    func resumed(
        as new: RunRecord, path: String
    ) throws -> (record: RunRecord, machineChanges: [ConditionDifference]) {
        guard let plan, let newPlan = new.plan else {
            throw BenchError(.usage, "\(path) doesn't say what was asked for; start another run")
        }
        var differences = plan.differences(of: newPlan)
        if plan.shard != newPlan.shard {
            let shards = [newPlan.shard, plan.shard].map { $0?.description ?? "none" }
            differences.append(.condition(name: "shard", found: shards[0], wanted: shards[1]))
        }
        let files = plan.fileDifferences(of: newPlan)
        differences += files
        let machine = environment.differences(of: new.environment)
        differences += machine.decisive
        guard differences.isEmpty else {
            // No options can resume a run that was started with another text, or other programs.
            let advice =
                !files.isEmpty
                ? "; put back what was there when it was started, or start another run: \(startingCommand)"
                : plan.hasOtherTexts(than: newPlan)
                    ? "" : "; to go on with it as it was started: \(resumingCommand(path: path))"
            throw BenchError(
                .usage,
                "\(path) can't be resumed, it was started otherwise: "
                    + differences.map(\.sentence).joined(separator: "; ") + advice)
        }
        guard finishedAt == nil else { return (self, []) }
        var record = new
        record.tool = tool
        record.startedAt = startedAt
        record.environment = environment
        record.commandLine = commandLine
        record.resumedWithoutRecord = resumedWithoutRecord
        return (record, machine.others)
    }

    /// Replaces the scenarios of the same names.
    mutating func replace(_ records: [ScenarioRecord]) {
        for record in records {
            guard let index = scenarios.firstIndex(where: { $0.name == record.name }) else {
                continue
            }
            scenarios[index] = record
        }
        recordDataDigests()
    }
}
