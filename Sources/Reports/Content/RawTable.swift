internal import MemoryBudget
internal import RunStore

/// The table of the values behind the medians: one row per cell and kind of trial.
struct RawTable {
    private let scenario: ScenarioView
    private let memory: Figures.MemoryUnit

    // Profiled trials are never judged, so they are left out.
    private static let kinds = [Observation.Kind.measured, .need]

    /// Returns the table; `nil` if nothing was run.
    static func table(of scenario: ScenarioView) -> Table? {
        let trials = scenario.cells.flatMap(\.trials).filter { kinds.contains($0.kind) }
        guard !trials.isEmpty else { return nil }
        let values = trials.compactMap { $0.bytes(of: scenario.metric).map(Double.init) }
        return RawTable(scenario: scenario, memory: Figures.MemoryUnit(for: values)).table
    }

    private var table: Table {
        let columns = [
            Table.Column(header: "strategy", alignment: .left),
            Table.Column(header: "trials", alignment: .left),
            Table.Column(
                header: "\(scenario.metric.title) per trial, \(memory.name)", alignment: .left),
            Table.Column(header: "time per trial", alignment: .left),
        ]
        let groups = scenario.scales.map { scale in
            Table.Group(
                label: scale.label, unit: scenario.unit, order: Double(scale.units),
                rows: scenario.cells(at: scale).flatMap(rows))
        }
        return Table(groupHeader: "scale", columns: columns, groups: groups)
    }

    private func rows(_ cell: CellRecord) -> [Table.Row] {
        Self.kinds.compactMap { kind in
            let trials = cell.trials.filter { $0.kind == kind }
            guard !trials.isEmpty else { return nil }
            let times = trials.map {
                TimeSpan.describe(.nanoseconds(Int64($0.wallNanoseconds)))
            }
            return Table.Row(cells: [
                Table.Text(scenario.name(of: cell)),
                Table.Text(kind == .need ? "no budget" : "measured"),
                Table.Text(trials.map(value).joined(separator: " · ")),
                Table.Text(times.joined(separator: " · ")),
            ])
        }
    }

    /// Returns the peak; a lower bound is marked.
    private func value(_ trial: Observation) -> String {
        guard let bytes = trial.bytes(of: scenario.metric) else { return "unread" }
        return (trial.isCensored ? "≥ " : "") + memory.text(Double(bytes))
    }
}

/// The table of rejected units, and of accepted ones with a remark.
enum RejectedTable {
    /// Returns the table; `nil` if there are none.
    static func table(of scenario: ScenarioView) -> Table? {
        guard let cell = scenario.cells.last(where: { !$0.rejected.isEmpty }) else { return nil }
        let rows = cell.rejected.map { unit in
            let line = unit.line > 0 ? grouped(unit.line) : ""
            return Table.Row(cells: [
                Table.Text(unit.file ?? "the input"), Table.Text(line, value: Double(unit.line)),
                Table.Text((unit.isRejected ? "" : "accepted: ") + unit.reason),
            ])
        }
        return Table(
            groupHeader: "",
            columns: [
                Table.Column(header: "file", alignment: .left), Table.Column(header: "line"),
                Table.Column(header: "reason", alignment: .left),
            ], groups: [Table.Group(label: "", rows: rows)])
    }
}
