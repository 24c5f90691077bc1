internal import MemoryBudget
internal import RunStore

extension GateRecord {
    /// The gate's answer in one sentence: `The gate is passed: 14 rules kept, 2 new.`
    var sentence: Table.Text {
        let rules = Figures.plural(findings.count, "rule")
        guard exitStatus != 0 else {
            let kept = Figures.plural(findings.count { $0.result == .kept }, "rule") + " kept"
            let others = [
                (GateFinding.Result.improved, "better than the baseline"), (.new, "new"),
            ].compactMap { result, words -> String? in
                let count = findings.count { $0.result == result }
                return count > 0 ? "\(grouped(count)) \(words)" : nil
            }
            let parts = ([kept] + others).joined(separator: ", ")
            return Table.Text("The gate is passed: \(parts).", .good)
        }
        let counts = GateFinding.Result.allCases.compactMap { result -> String? in
            let count = findings.count { $0.result == result }
            guard count > 0, result.gravity > .none else { return nil }
            return "\(grouped(count)) \(result.name)"
        }
        let advice = isAdvisory ? " It is advisory, and stops nothing." : ""
        return Table.Text(
            "The gate is not passed (\(exitStatus)): of \(rules) \(Figures.list(counts)).\(advice)",
            .bad)
    }
}

extension GateFinding.Result {
    /// In a sentence.
    var name: String { rawValue.replacing("_", with: " ") }
}
