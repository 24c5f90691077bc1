internal import Judging
internal import MemoryBudget
internal import RunStore

/// The table of what the gate found of a scenario: a row a rule.
enum GateTable {
    /// The table; nil if there are no findings.
    static func table(of findings: [GateFinding]) -> Table? {
        guard !findings.isEmpty else { return nil }
        let columns = ["strategy", "scale", "rule", "result"].map {
            Table.Column(header: $0, alignment: $0 == "scale" ? .right : .left)
        }
        let rows = findings.map { finding in
            let isFine = finding.result.severity == .none
            let name = finding.variant.isEmpty ? "the scenario" : finding.variant
            return Table.Row(
                cells: [
                    Table.Text(name), Table.Text(finding.scale ?? ""),
                    Table.Text(finding.title), finding.result.text,
                ], notes: isFine ? [] : [Table.Text(finding.sentence)])
        }
        return Table(
            groupHeader: "", columns: columns, groups: [Table.Group(label: "", rows: rows)])
    }
}

extension GateFinding {
    /// The rule as a table calls it, with the strategy that it compares with: `memory ratio to load-all`.
    var title: String { other.map { "\(rule.title) to \($0)" } ?? rule.title }

    private var other: String? {
        switch reason {
        case .share(let name, _, _), .otherNotRun(let name), .otherUnmeasured(let name),
            .singleTrial(let name):
            name
        default: nil
        }
    }
}

extension GateRule.Kind {
    /// As a table calls it.
    var title: String {
        switch self {
        case .peak: "budget"
        case .net: "net"
        case .bytesPerUnit: "bytes per unit"
        case .growth: "growth"
        case .memoryRatio: "memory ratio"
        case .throughputRatio: "throughput ratio"
        case .baseline: "baseline"
        case .control: "control"
        case .outcome: "outcome"
        }
    }
}

extension GateFinding.Result {
    /// In a sentence.
    var name: String { rawValue.replacing("_", with: " ") }

    /// As a table has it.
    var text: Table.Text {
        switch self {
        case .kept: Table.Text("✓ kept", .good)
        case .unchecked: Table.Text("· unchecked", .faint)
        case .improved: Table.Text("✓ improved", .good)
        case .new: Table.Text("✓ new", .good)
        case .over: Table.Text("✗ over", .bad)
        case .wrong: Table.Text("✗ wrong", .bad)
        case .regressed: Table.Text("✗ regressed", .bad)
        case .unproven: Table.Text("? unproven", .caution)
        case .inconclusive: Table.Text("? inconclusive", .caution)
        case .missing: Table.Text("! missing", .caution)
        case .crashed: Table.Text("! crashed", .bad)
        case .timedOut: Table.Text("! timed out", .bad)
        case .unavailable: Table.Text("! unavailable", .caution)
        }
    }
}

extension GateRecord {
    /// The gate's answer in one sentence: `Gate passed: 14 rules kept, 2 new.`
    var sentence: Table.Text {
        guard exitStatus != 0 else {
            let kept = Figures.plural(findings.count { $0.result == .kept }, "rule") + " kept"
            let others = [
                (GateFinding.Result.unchecked, "unchecked"),
                (.improved, "better than the baseline"), (.new, "new"), (.unproven, "unproven"),
            ].compactMap { result, words -> String? in
                let count = findings.count { $0.result == result }
                return count > 0 ? "\(grouped(count)) \(words)" : nil
            }
            let parts = ([kept] + others).joined(separator: ", ")
            return Table.Text("Gate passed: \(parts).", .good)
        }
        let counts = GateFinding.Result.allCases.compactMap { result -> (Int, String)? in
            let count = findings.count { $0.result == result }
            return count > 0 && result.severity > .none ? (count, result.name) : nil
        }
        let advice = isAdvisory ? " It is advisory and stops nothing." : ""
        let rules = Figures.plural(findings.count, "rule")
        // The first says of how many.
        let sum = counts.enumerated().map { index, part in
            "\(grouped(part.0))\(index == 0 ? " of \(rules)" : "") \(part.1)"
        }
        return Table.Text(
            "Gate failed (status \(exitStatus)): \(Figures.list(sum)).\(advice)", .bad)
    }
}
