internal import Judging
internal import MemoryBudget
internal import RunStore

/// The table of the gate's findings about a scenario: one row per rule.
enum GateTable {
    /// Returns the table; `nil` without findings.
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
    /// The rule's name in a table, with the strategy that it compares with: `memory ratio to
    /// load-all`.
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
    /// The rule's name in a table.
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
    /// The result's name in a sentence.
    var name: String {
        switch self {
        case .improvedRatchet: "improved (--ratchet)"
        case .checkFailed: "with a check that failed"
        default: rawValue.replacing("_", with: " ")
        }
    }

    /// The result's mark and name in a table.
    var text: Table.Text {
        switch self {
        case .kept: Table.Text("✓ kept", .good)
        case .unchecked: Table.Text("· unchecked", .faint)
        case .improved: Table.Text("✓ improved", .good)
        case .new: Table.Text("✓ new", .good)
        case .over: Table.Text("✗ over", .bad)
        case .wrong: Table.Text("✗ wrong", .bad)
        case .regressed: Table.Text("✗ regressed", .bad)
        case .improvedRatchet: Table.Text("✗ improved (--ratchet)", .bad)
        case .unproven: Table.Text("? unproven", .caution)
        case .inconclusive: Table.Text("? inconclusive", .caution)
        case .missing: Table.Text("! missing", .caution)
        case .crashed: Table.Text("! crashed", .bad)
        case .checkFailed: Table.Text("! check failed", .bad)
        case .timedOut: Table.Text("! timed out", .bad)
        case .unavailable: Table.Text("! unavailable", .caution)
        }
    }
}

extension GateRecord {
    /// The number of findings per result, the result that decides the exit status first.
    var counts: [(result: GateFinding.Result, count: Int)] {
        GateFinding.Result.allCases.mostSevereFirst { $0 }.compactMap { result in
            let count = findings.count { $0.result == result }
            return count > 0 ? (result, count) : nil
        }
    }

    /// Whether `--advisory` turns the exit status into 0.
    var isSoftened: Bool {
        isAdvisory && ExitStatus(rawValue: Int32(exitStatus))?.isSoftened == true
    }

    /// The gate's answer in one sentence: `Gate passed: 14 rules kept, 2 new.`
    var sentence: Table.Text {
        exitStatus == 0 ? Table.Text(passed, .good) : Table.Text(failed, .bad)
    }

    private var passed: String {
        let kept = Figures.plural(findings.count { $0.result == .kept }, "rule") + " kept"
        let others = [
            (GateFinding.Result.unchecked, "unchecked"),
            (.improved, "better than the baseline"), (.new, "new"), (.unproven, "unproven"),
        ].compactMap { result, words -> String? in
            let count = findings.count { $0.result == result }
            return count > 0 ? "\(grouped(count)) \(words)" : nil
        }
        let empty = emptyFolder.map { " Nothing was compared: \($0) holds no baseline." } ?? ""
        return "Gate passed: \(([kept] + others).joined(separator: ", ")).\(empty)"
    }

    /// The baseline folder if it holds no baseline; otherwise `nil`.
    private var emptyFolder: String? {
        findings.lazy.compactMap { finding in
            guard case .emptyBaselines(let folder) = finding.reason else { return nil }
            return folder
        }.first
    }

    /// The counts of all results that call for action, the one that decides the exit status first.
    private var failed: String {
        let rules = Figures.plural(findings.count, "rule")
        // Only the first count names the total.
        let sum = counts.filter { $0.result.severity > .none }.enumerated().map { index, part in
            "\(grouped(part.count))\(index == 0 ? " of \(rules)" : "") \(part.result.name)"
        }
        let advice = isSoftened ? " It is advisory, so the command exits with 0." : ""
        return "Gate failed (exit \(exitStatus)): \(Figures.list(sum, shownMax: .max)).\(advice)"
    }
}
