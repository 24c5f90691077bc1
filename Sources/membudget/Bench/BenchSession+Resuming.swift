import Harness
import MemoryBudget
import Reports
import RunStore

extension RunRecord {
    /// The record of a run that goes on with this one: begun as this was, to be measured as asked.
    ///
    /// - Parameters:
    ///   - new: What the run would be if it started now.
    ///   - path: The run's directory, for messages.
    ///   - warn: Told how the machine has changed.
    /// - Returns: This record itself if the run is finished.
    /// - Throws: `Failure` 64 if something else was asked for, or the machine is another.
    func resumed(as new: RunRecord, path: String, warn: (String) -> Void) throws -> RunRecord {
        guard let plan, let newPlan = new.plan else {
            throw Failure(.usage, "\(path) doesn't say what was asked for; start another run")
        }
        var differences = plan.differences(of: newPlan)
        if plan.shard != newPlan.shard {
            let shards = [newPlan.shard, plan.shard].map { $0?.description ?? "none" }
            differences.append("shard is \(shards[0]), not \(shards[1])")
        }
        let machine = environment.differences(of: new.environment)
        differences += machine.decisive
        guard differences.isEmpty else {
            // What was started with another text can't be gone on with by any options.
            let advice =
                plan.hasOtherTexts(than: newPlan)
                ? "" : "\nto go on with it as it was started: \(resumingCommand(path: path))"
            throw Failure(
                .usage,
                "\(path) can't be resumed, it was started otherwise: "
                    + differences.joined(separator: "; ") + advice)
        }
        guard finishedAt == nil else { return self }
        if !machine.others.isEmpty {
            warn(
                "warning: the machine is not what it was: "
                    + machine.others.joined(separator: "; "))
        }
        var record = new
        record.tool = tool
        record.startedAt = startedAt
        record.environment = environment
        record.commandLine = commandLine
        return record
    }
}

extension RunRecord {
    /// Takes scenarios in the place of those of the same names.
    mutating func replace(_ records: [ScenarioRecord]) {
        for record in records {
            guard let index = scenarios.firstIndex(where: { $0.name == record.name }) else {
                continue
            }
            scenarios[index] = record
        }
    }
}

extension PlannedTrial {
    /// What it will be known by.
    func identity(in scenario: String) -> TrialIdentity {
        TrialIdentity(
            scenario: build.name(of: scenario), cell: cell, kind: kind, index: index)
    }
}
