import MemoryBudget

extension ScenarioReader {
    /// Rules that could never be judged are mistakes: they would only look like a gate.
    func checkGates(_ draft: ScenarioDraft) {
        let strategies = draft.strategies ?? []
        for strategy in strategies {
            guard let gate = strategy.gate else { continue }
            if strategy.role != .candidate {
                report(
                    "only candidates are gated; '\(strategy.name.value)' is a"
                        + " \(strategy.role.rawValue)", at: gate.position)
            }
        }
        let own = strategies.compactMap { strategy in
            strategy.gate.map { ($0, Optional(strategy.name.value)) }
        }
        for (gate, owner) in (draft.gate.map { [($0, nil)] } ?? []) + own {
            for promise in gate.promises { check(promise, of: owner, in: draft) }
        }
    }

    private func check(
        _ promise: ScenarioDraft.Promise, of owner: String?, in draft: ScenarioDraft
    ) {
        if let other = promise.other { check(other, of: owner, in: draft) }
        if let objection = objection(to: promise.promise, in: draft) {
            report(objection, at: promise.position)
        }
    }

    /// Why a rule could not be judged in any run of the scenario; nil if it could.
    private func objection(to promise: GateRule.Promise, in draft: ScenarioDraft) -> String? {
        switch promise {
        case .growth:
            let count = draft.scaleUnits.map(GrowthFit.spacedCount)
            guard let count, count < GrowthFit.gatedScaleCount else { return nil }
            return "a class of growth is gated from \(GrowthFit.gatedScaleCount) scales on, each at"
                + " least twice the one before; here are \(count)"
        case .bytesPerUnit:
            guard let count = draft.scaleUnits?.count, count < 2 else { return nil }
            return "bytes a unit are a slope, which takes two scales; here is \(count)"
        case .net:
            return draft.hasFloor
                ? nil : "the floor is the peak on an empty input, and this command has no dataset"
        case .memory, .throughput, .baseline:
            return nil
        }
    }

    /// A ratio needs another strategy of the same scenario.
    private func check(_ other: Located<String>, of owner: String?, in draft: ScenarioDraft) {
        let known = (draft.strategies ?? []).map(\.name.value)
        if !known.contains(other.value) {
            reportUnknown("strategy", other.value, at: other.position, known: known)
        } else if other.value == owner {
            report("'\(other.value)' is compared with itself", at: other.position)
        }
    }
}

extension ScenarioDraft {
    /// The sizes it is run at; nil if they are missing or could not be read.
    fileprivate var scaleUnits: [Int]? {
        if let scales { return scales.isEmpty ? nil : scales.map(\.value.units) }
        guard case .command? = job, !sections.contains("scales") else { return nil }
        return [1]
    }

    /// Whether there is an input that can be empty: generated, or for `{input}` the user's own.
    ///
    /// A pipeline always has one; that it lacks its dataset is a mistake of its own.
    fileprivate var hasFloor: Bool {
        guard case .command(let arguments, _)? = job, !sections.contains("dataset") else {
            return true
        }
        return arguments.contains { CommandTemplate.placeholders(in: $0.value).contains("input") }
    }
}
