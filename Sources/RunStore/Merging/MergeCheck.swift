internal import MemoryBudget

/// The check that shards belong to one run, before they are joined.
struct MergeCheck {
    private let parts: [MergePart]
    private let first: MergePart
    private let describe: (ConditionDifference) -> String

    /// - Parameters:
    ///   - parts: The shards, at least one, by index.
    ///   - describe: Returns the words for a difference.
    init(_ parts: [MergePart], describe: @escaping (ConditionDifference) -> String) {
        precondition(!parts.isEmpty, "there are no shards to check")
        self.parts = parts
        first = parts[0]
        self.describe = describe
    }

    /// - Throws: ``RunStoreError`` with code `unmergeable`, about the first problem.
    func run() throws(RunStoreError) {
        try checkPlans()
        try checkGates()
        try checkShards()
        try checkScenarios()
        try checkTrials()
    }

    private func checkPlans() throws(RunStoreError) {
        for part in parts.dropFirst() {
            var differences = first.plan.differences(of: part.plan)
            // The run's seed equals its scenarios' seeds, which their settings contain.
            if part.record.seed != first.record.seed, !differences.contains(where: \.isOfSeed) {
                differences.append(
                    .condition(
                        name: "seed", found: "\(part.record.seed)",
                        wanted: "\(first.record.seed)"))
            }
            if part.shard.count != first.shard.count {
                differences.append(
                    .shardCount(found: part.shard.count, wanted: first.shard.count))
            }
            guard !differences.isEmpty else { continue }
            throw MergePart.refusal(
                part.directory,
                reason: "it belongs to a different run than \(first.directory.path): "
                    + differences.map(describe).joined(separator: "; "),
                advice: "measure all shards of a run with the same options")
        }
    }

    /// Checks the gates' options except `--advisory`, since the joined run is judged again.
    private func checkGates() throws(RunStoreError) {
        func command(_ part: MergePart) -> String { part.record.gate?.command ?? "bench" }
        for part in parts.dropFirst() where command(part) != command(first) {
            throw MergePart.refusal(
                part.directory,
                reason: "it was measured with '\(command(part))', not '\(command(first))' like"
                    + " \(first.directory.path)",
                advice: "measure all shards of a run with the same options")
        }
    }

    private func checkShards() throws(RunStoreError) {
        for (part, next) in zip(parts, parts.dropFirst()) where part.shard == next.shard {
            throw MergePart.refusal(
                next.directory, reason: "shard \(next.shard) is also in \(part.directory.path)",
                advice: "pass each shard once")
        }
        let found = Set(parts.map(\.shard.index))
        let missing = (1...first.shard.count).filter { !found.contains($0) }
        guard !missing.isEmpty else { return }
        let names = missing.prefix(10).map { "\($0)/\(first.shard.count)" }
        let more = missing.count > 10 ? " and \(missing.count - 10) more" : ""
        throw MergePart.refusal(
            first.directory,
            reason: "\(missing.count == 1 ? "shard" : "shards")"
                + " \(names.joined(separator: ", "))\(more) of its run"
                + " \(missing.count == 1 ? "is" : "are") missing",
            advice: "measure them, and pass all shards")
    }

    /// Checks that a record edited by hand does no harm. Which scenarios have a base depends on the
    /// workers that a shard found.
    private func checkScenarios() throws(RunStoreError) {
        for part in parts {
            let planned = part.plan.scenarios.map(\.name)
            let bases = Set(planned.map(Build.base.name))
            let found = part.record.scenarios
                .filter { $0.build == .head || !bases.contains($0.name) }.map(\.name)
            guard found == planned else {
                throw MergePart.refusal(
                    part.directory, reason: "its scenarios don't match its plan")
            }
        }
    }

    private func checkTrials() throws(RunStoreError) {
        var owners: [TrialIdentity: MergePart] = [:]
        for part in parts {
            for trial in part.observations.map(TrialIdentity.init) {
                guard let owner = owners.updateValue(part, forKey: trial) else { continue }
                throw MergePart.refusal(
                    part.directory, reason: "the trial \(trial) is also in \(owner.directory.path)")
            }
        }
    }
}

extension ConditionDifference {
    fileprivate var isOfSeed: Bool {
        if case .setting(_, name: "seed", _, _) = self { true } else { false }
    }
}
