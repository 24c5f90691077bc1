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
            let isFine = [.kept, .improved, .new].contains(finding.result)
            let name = finding.variant.isEmpty ? "the scenario" : finding.variant
            return Table.Row(
                cells: [
                    Table.Text(name), Table.Text(finding.scale ?? ""),
                    Table.Text(finding.rule.title), finding.result.text,
                ], notes: isFine ? [] : [Table.Text(finding.sentence)])
        }
        return Table(
            groupHeader: "", columns: columns, groups: [Table.Group(label: "", rows: rows)])
    }
}

extension GateRule.Kind {
    /// As a table calls it.
    var title: String {
        switch self {
        case .peak: "budget"
        case .net: "net"
        case .bytesPerUnit: "bytes a unit"
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
    /// As a table has it.
    var text: Table.Text {
        switch self {
        case .kept: Table.Text("✓ kept", .good)
        case .improved: Table.Text("✓ improved", .good)
        case .new: Table.Text("✓ new", .good)
        case .over: Table.Text("✗ over", .bad)
        case .wrong: Table.Text("✗ wrong", .bad)
        case .regressed: Table.Text("✗ regressed", .bad)
        case .inconclusive: Table.Text("? inconclusive", .caution)
        case .missing: Table.Text("! missing", .caution)
        case .crashed: Table.Text("! crashed", .bad)
        case .timedOut: Table.Text("! timed out", .bad)
        case .unavailable: Table.Text("! unavailable", .caution)
        }
    }
}
