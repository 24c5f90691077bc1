internal import MemoryBudget
internal import RunStore

/// The table of strategies whose peaks changed too much: the earlier peak, the new one, the change.
struct GateChanges {
    private let rows: [(finding: GateFinding, mark: EarlierMarks.Mark)]
    private let memory: Figures.MemoryUnit

    init(_ gate: GateRecord, failing: [GateFinding]) {
        struct Name: Hashable {
            var scenario: String
            var variant: String
        }
        let names = Set(failing.map { Name(scenario: $0.scenario, variant: $0.variant) })
        // The other scales of the same strategy show where the change begins.
        rows = gate.findings.compactMap { finding in
            guard names.contains(Name(scenario: finding.scenario, variant: finding.variant))
            else { return nil }
            return EarlierMarks.Mark(finding).map { (finding, $0) }
        }
        memory = Figures.MemoryUnit(for: rows.flatMap { [$0.mark.bytes, $0.mark.nowBytes] })
    }

    /// The table; `nil` without such changes.
    var table: Table? {
        guard let source = rows.first?.mark.source else { return nil }
        let peaks = "peak, \(memory.name)"
        let columns = [
            Table.Column(header: "strategy", alignment: .left), Table.Column(header: "scale"),
            Table.Column(header: source.rawValue, heading: peaks),
            Table.Column(header: source == .base ? "head" : "this run", heading: peaks),
            Table.Column(header: "change", heading: peaks), Table.Column(header: "relative"),
            Table.Column(header: "result", alignment: .left),
        ]
        let scenarios = rows.map(\.finding.scenario).uniqued()
        return Table(
            groupHeader: "scenario", groupAlignment: .left, columns: columns,
            groups: scenarios.map { name in
                Table.Group(
                    label: scenarios.count > 1 ? name : "",
                    rows: rows.filter { $0.finding.scenario == name }.map {
                        row($0.finding, since: $0.mark)
                    })
            })
    }

    private func row(_ finding: GateFinding, since mark: EarlierMarks.Mark) -> Table.Row {
        let change = mark.nowBytes - mark.bytes
        return Table.Row(cells: [
            Table.Text(finding.variant), Table.Text(finding.scale ?? ""),
            Table.Text(memory.text(mark.bytes), value: mark.bytes),
            Table.Text(
                memory.text(mark.nowBytes), mark.isFailing ? .strong : .plain, value: mark.nowBytes),
            Table.Text(memory.signed(change), value: change),
            Table.Text(mark.comparison.text, mark.tone, value: mark.comparison.change),
            finding.result == .kept ? Table.Text("unchanged", .faint) : finding.result.text,
        ])
    }
}

extension Figures.MemoryUnit {
    /// Returns `+7.1`, `−3.0`.
    func signed(_ bytes: Double) -> String {
        let text = text(abs(bytes))
        let isNone = !text.contains { $0 != "0" && $0 != "." }
        return isNone ? text : (bytes < 0 ? "−" : "+") + text
    }
}
