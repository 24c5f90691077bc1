import MemoryBudget
import Reports
import RunStore

extension RunRecord {
    /// Returns the record for resuming this run: it began as recorded, and is measured as
    /// requested.
    ///
    /// - Parameters:
    ///   - new: The record that a new run with the current settings would have.
    ///   - path: The path of the run's folder, for messages.
    /// - Returns: The record, which is this one if the run is finished, and the changes of the
    ///   machine that may affect times.
    /// - Throws: ``BenchError`` 64 if the settings or the machine differ.
    func resumed(
        as new: RunRecord, path: String
    ) throws -> (record: RunRecord, machineChanges: [ConditionDifference]) {
        guard let plan, let newPlan = new.plan else {
            throw BenchError(.usage, "\(path) has no record of its settings; start another run")
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
            // If a scenario file or a program has changed, no options can resume the run.
            let advice =
                !files.isEmpty
                ? "; restore what was there when it started, or start another run: \(startingCommand)"
                : plan.hasOtherTexts(than: newPlan)
                    ? ""
                    : "; to resume it with the original options: \(resumingCommand(path: path))"
            throw BenchError(
                .usage,
                "\(path) can't be resumed with these changes: "
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

    /// Replaces the scenarios that have the same names.
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
