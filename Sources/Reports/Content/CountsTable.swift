internal import MemoryBudget
internal import RunStore

/// The table of a job's own counts: one row per cell, one column per count.
struct CountsTable {
    private let scenario: ScenarioView
    private let names: [String]

    /// Returns the table; `nil` if no job counted anything.
    static func table(of scenario: ScenarioView) -> Table? {
        let names = scenario.cells.flatMap(counts).map(\.name).uniqued()
        guard !names.isEmpty else { return nil }
        return CountsTable(scenario: scenario, names: names).table
    }

    private var table: Table {
        let groups = scenario.scales.compactMap { scale -> Table.Group? in
            let rows = scenario.cells(at: scale).compactMap(row)
            guard !rows.isEmpty else { return nil }
            return Table.Group(
                label: scale.label, unit: scenario.unit, order: Double(scale.units), rows: rows)
        }
        return Table(
            groupHeader: "scale",
            columns: [Table.Column(header: "strategy", alignment: .left)]
                + names.map { Table.Column(header: $0) },
            groups: groups)
    }

    /// Returns the row of a cell; `nil` without counts.
    private func row(_ cell: CellRecord) -> Table.Row? {
        let counts = Self.counts(of: cell)
        guard !counts.isEmpty else { return nil }
        let figures = names.map { name in
            Self.text(counts.filter { $0.name == name }.map(\.value))
        }
        return Table.Row(cells: [Table.Text(scenario.name(of: cell))] + figures)
    }

    /// Returns one number, or the range over the trials.
    private static func text(_ values: [Int]) -> Table.Text {
        guard let low = values.min(), let high = values.max() else { return Table.Text("") }
        let words = low == high ? grouped(low) : "\(grouped(low))–\(grouped(high))"
        return Table.Text(words, value: Double(low))
    }

    /// Returns the counts of the measured trials, or of the unbudgeted one if they have none.
    private static func counts(of cell: CellRecord) -> [JobCount] {
        let measured = cell.measured.flatMap { $0.counts ?? [] }
        guard measured.isEmpty else { return measured }
        return cell.trials.filter { $0.kind == .need }.flatMap { $0.counts ?? [] }
    }
}
