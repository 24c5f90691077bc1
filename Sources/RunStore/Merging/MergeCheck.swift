internal import MemoryBudget

/// What shards have to agree in before they are joined.
struct MergeCheck {
    private let parts: [MergePart]
    private let first: MergePart
    private let describe: (ConditionDifference) -> String

    /// - Parameters:
    ///   - parts: At least one, by index.
    ///   - describe: The words for a difference.
    init(_ parts: [MergePart], describe: @escaping (ConditionDifference) -> String) {
        precondition(!parts.isEmpty, "there are no shards to check")
        self.parts = parts
        first = parts[0]
        self.describe = describe
    }

    /// - Throws: ``RunStoreError`` with code `unmergeable`, about the first thing that is wrong.
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
            // The run's seed is that of its scenarios, whose settings tell it.
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
                reason: "this is part of another run than \(first.directory.path): "
                    + differences.map(describe).joined(separator: "; "),
                advice: "measure all shards of one run alike")
        }
    }

    /// Whether a shard was advisory is its affair: the whole is judged anew.
    private func checkGates() throws(RunStoreError) {
        func command(_ part: MergePart) -> String { part.record.gate?.command ?? "bench" }
        for part in parts.dropFirst() where command(part) != command(first) {
            throw MergePart.refusal(
                part.directory,
                reason: "it was measured with '\(command(part))', not '\(command(first))' as"
                    + " \(first.directory.path)", advice: "measure all shards of one run alike")
        }
    }

    private func checkShards() throws(RunStoreError) {
        for (part, next) in zip(parts, parts.dropFirst()) where part.shard == next.shard {
            throw MergePart.refusal(
                next.directory, reason: "shard \(next.shard) is in \(part.directory.path) too",
                advice: "name each shard once")
        }
        let found = Set(parts.map(\.shard.index))
        let missing = (1...first.shard.count).filter { !found.contains($0) }
        guard !missing.isEmpty else { return }
        let names = missing.prefix(10).map { "\($0)/\(first.shard.count)" }
        let more = missing.count > 10 ? " and \(missing.count - 10) more" : ""
        throw MergePart.refusal(
            first.directory,
            reason: "of its run, \(missing.count == 1 ? "shard" : "shards")"
                + " \(names.joined(separator: ", "))\(more)"
                + " \(missing.count == 1 ? "is" : "are") missing",
            advice: "measure them, and name all")
    }

    /// A record that was changed by hand must not lead anywhere. Which scenarios have a base is up
    /// to the workers that a shard found.
    private func checkScenarios() throws(RunStoreError) {
        for part in parts {
            let planned = part.plan.scenarios.map(\.name)
            let bases = Set(planned.map(Build.base.name))
            let found = part.record.scenarios
                .filter { $0.build == .head || !bases.contains($0.name) }.map(\.name)
            guard found == planned else {
                throw MergePart.refusal(
                    part.directory, reason: "its scenarios are not those of its plan")
            }
        }
    }

    private func checkTrials() throws(RunStoreError) {
        var owners: [TrialIdentity: MergePart] = [:]
        for part in parts {
            for trial in part.observations.map(TrialIdentity.init) {
                guard let owner = owners.updateValue(part, forKey: trial) else { continue }
                throw MergePart.refusal(
                    part.directory, reason: "the trial \(trial) is in \(owner.directory.path) too")
            }
        }
    }
}

extension ConditionDifference {
    fileprivate var isOfSeed: Bool {
        if case .setting(_, name: "seed", _, _) = self { true } else { false }
    }
}
