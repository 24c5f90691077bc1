internal import Judging
internal import MemoryBudget

/// The table of a compared scenario: one group per scale, one row per cell.
struct ComparisonTable {
    private let scenario: ScenarioComparison
    private let memory: Figures.MemoryUnit
    private let speed: Figures.RateUnit

    static func table(of scenario: ScenarioComparison) -> Table {
        ComparisonTable(scenario).table.withoutEmptyColumns()
    }

    private init(_ scenario: ScenarioComparison) {
        self.scenario = scenario
        let figures = scenario.cells.flatMap { [$0.base, $0.head].compactMap(\.self) }
        memory = Figures.MemoryUnit(
            for: figures.flatMap {
                [$0.peakBytes?.high, $0.atLeastBytes.map(Double.init)].compactMap(\.self)
            })
        speed = Figures.RateUnit(for: figures.compactMap { $0.unitsPerSecond?.median })
    }

    private var table: Table {
        let columns = columns
        let scales = scenario.cells.map(\.scale).reduce(into: [ScaleRecord]()) { scales, scale in
            if !scales.contains(where: { $0.units == scale.units }) { scales.append(scale) }
        }
        return Table(
            groupHeader: "scale", columns: columns.map(\.column),
            groups: scales.sorted { $0.units < $1.units }.map { scale in
                Table.Group(
                    label: scale.label, unit: scenario.unit,
                    rows: scenario.cells.filter { $0.scale.units == scale.units }.map { cell in
                        Table.Row(cells: columns.map { $0.text(cell) })
                    })
            })
    }

    private typealias Definition = (column: Table.Column, text: (CellComparison) -> Table.Text)

    private var columns: [Definition] {
        let peaks = "\(scenario.metric.title), \(memory.name)"
        let unit = TextWrap.cut(
            scenario.unit.isEmpty ? "units" : scenario.unit, width: Table.unitWidth)
        let rates = "\(speed.prefix.isEmpty ? "" : speed.prefix + " ")\(unit)/s"
        return [
            (Table.Column(header: "strategy", alignment: .left), { Table.Text($0.variant) }),
            column("base", peaks) { peak($0.base) },
            column("head", peaks) { peak($0.head) },
            column("range", peaks, spareRank: 3) { range($0.head) },
            column("change", peaks) { $0.peak.change == nil ? "" : $0.peak.text },
            column("base", rates, spareRank: 2) { rate($0.base) },
            column("head", rates, spareRank: 2) { rate($0.head) },
            column("change", rates, spareRank: 1) { $0.speed?.speedText ?? "" },
            (Table.Column(header: "peak is", alignment: .left), word),
        ]
    }

    private func column(
        _ header: String, _ heading: String, spareRank: Int = 0,
        _ text: @escaping (CellComparison) -> String
    ) -> Definition {
        (
            Table.Column(header: header, heading: heading, spareRank: spareRank),
            { Table.Text(text($0)) }
        )
    }

    private func peak(_ figures: CellFigures?) -> String {
        if let peak = figures?.peakBytes { return memory.text(peak.median) }
        return figures?.atLeastBytes.map { "≥ " + memory.text(Double($0)) } ?? ""
    }

    private func range(_ figures: CellFigures?) -> String {
        guard let peak = figures?.peakBytes, peak.values.count > 1 else { return "" }
        return memory.text(peak.low, peak.high)
    }

    private func rate(_ figures: CellFigures?) -> String {
        figures?.unitsPerSecond.map { speed.text($0.median) } ?? ""
    }

    /// Returns ` (base)`, naming the one side with such a verdict; empty if both have it.
    private static func side(of cell: CellComparison, where isIt: (Verdict) -> Bool) -> String {
        let sides = [("base", cell.base), ("head", cell.head)].filter { _, figures in
            figures.map { isIt($0.verdict) } ?? false
        }.map(\.0)
        return sides.count == 1 ? " (\(sides[0]))" : ""
    }

    private func word(_ cell: CellComparison) -> Table.Text {
        switch cell.peak.word {
        case .unchanged: Table.Text("unchanged")
        case .regressed: Table.Text("✗ regressed", .bad)
        case .improved where cell.head?.isResultChecked == false:
            Table.Text("improved, \(ResultChecks.unchecked)", .caution)
        case .improved: Table.Text("✓ improved", .good)
        case .wrong: Table.Text("✗ wrong result\(Self.side(of: cell) { $0 == .wrong })", .bad)
        case .uncheckable: Table.Text("? result not checkable", .caution)
        case .unmeasured: Table.Text("! unmeasured", .caution)
        case .new, .gone: Table.Text(cell.peak.word.rawValue, .caution)
        }
    }
}
