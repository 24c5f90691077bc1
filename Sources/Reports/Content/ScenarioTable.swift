internal import MemoryBudget
internal import RunStore

/// The table of a scenario: one group per scale, one row per cell.
struct ScenarioTable {
    let scenario: ScenarioView
    let memory: Figures.MemoryUnit
    private let speed: SpeedColumn

    static func table(of scenario: ScenarioView) -> Table {
        ScenarioTable(scenario).table
    }

    private init(_ scenario: ScenarioView) {
        self.scenario = scenario
        memory = Figures.MemoryUnit(
            for: scenario.cells.flatMap { cell in
                [cell.reading.peak, cell.reading.atLeast, cell.reading.peakRSS, cell.floorRSSBytes]
                    .compactMap(\.self)
            })
        speed = SpeedColumn(scenario)
    }

    private var table: Table {
        let columns = columns
        return Table(
            groupHeader: "scale", columns: columns.map(\.column),
            groups: scenario.scales.map { scale in
                Table.Group(
                    label: scale.label, unit: scenario.unit,
                    detail: scale.inputBytes.map { "\(ByteCount($0)) of input" } ?? "",
                    order: Double(scale.units),
                    rows: scenario.cells(at: scale).map { cell in
                        Table.Row(
                            cells: columns.map { $0.text(cell) },
                            notes: CellNotes(cell: cell, scenario: scenario).all)
                    })
            })
    }

    // MARK: Columns

    typealias Definition = (column: Table.Column, text: (CellRecord) -> Table.Text)

    private var columns: [Definition] {
        [nameColumn] + peakColumns + earlierColumns + budgetColumn + sizeColumns + speedColumns
            + [verdictColumn] + resultColumn + ratioColumns
    }

    private var nameColumn: Definition {
        (
            Table.Column(header: "strategy", alignment: .left),
            { cell in
                let name = scenario.name(of: cell)
                return cell.role == .candidate
                    ? Table.Text(name) : Table.Text(name, remark: "(\(cell.role.rawValue))")
            }
        )
    }

    private var peakColumns: [Definition] {
        let heading = "\(scenario.metric.title), \(memory.name)"
        let counts = scenario.cells.map { $0.summary?.judged?.values.count ?? 0 }
        let isRange = counts.allSatisfy { $0 < 6 }
        let isSingle = counts.allSatisfy { $0 < 2 }
        return [
            (Table.Column(header: isSingle ? "peak" : "median", heading: heading), peak),
            (
                Table.Column(
                    header: isRange ? "range" : "95 % range", heading: heading, spareRank: 6), range
            ),
        ]
    }

    /// The budget column, only if budgets differ: then a verdict can't be read without it.
    private var budgetColumn: [Definition] {
        guard scenario.hasOwnBudgets else { return [] }
        let heading = "\(scenario.metric.title), \(memory.name)"
        return [
            (
                Table.Column(header: "budget", heading: heading),
                { Table.Text($0.budget.map { memory.text(Double($0.limit.bytes)) } ?? "none") }
            )
        ]
    }

    private func peak(_ cell: CellRecord) -> Table.Text {
        if let median = cell.reading.spread?.median {
            return Table.Text(
                memory.text(median), cell.verdict == .within ? .strong : .plain, value: median)
        }
        return Table.Text(
            cell.reading.atLeast.map { "≥ " + memory.text($0) } ?? "", value: cell.reading.atLeast)
    }

    private func range(_ cell: CellRecord) -> Table.Text {
        guard let range = cell.reading.visibleRange else { return Table.Text("") }
        let (low, high) = (range.lowerBound, range.upperBound)
        let text =
            high.isFinite
            ? memory.text(low, high)
            : memory.text(low) + "–" + (cell.reading.atLeast.map { "≥ " + memory.text($0) } ?? "")
        return Table.Text(text, value: low)
    }

    private var speedColumns: [Definition] {
        [
            (
                Table.Column(header: speed.header, heading: speed.heading),
                { cell in
                    let summary = speed.summary(cell.reading)
                    return Table.Text(
                        summary.map { speed.text($0.median) } ?? "", value: summary?.median)
                }
            ),
            (
                Table.Column(header: "range", heading: speed.heading, spareRank: 7),
                { cell in
                    let summary = speed.summary(cell.reading)
                    return Table.Text(summary.flatMap(speed.range) ?? "", value: summary?.low)
                }
            ),
        ] + timeColumn
    }

    /// The median duration, next to a throughput.
    private var timeColumn: [Definition] {
        guard !speed.isTime else { return [] }
        return [
            (
                Table.Column(header: "time", spareRank: 1),
                { cell in
                    let median = cell.reading.wallNanoseconds?.median
                    return Table.Text(median.map(Figures.duration) ?? "", value: median)
                }
            )
        ]
    }

    private var verdictColumn: Definition {
        (Table.Column(header: "verdict", alignment: .left), verdict)
    }

    private func verdict(_ cell: CellRecord) -> Table.Text {
        let isJudged = cell.role == .candidate
        switch cell.verdict {
        case .within: return Table.Text("✓ within", .good)
        case .over: return Table.Text("✗ over", isJudged ? .bad : .plain)
        case .wrong: return Table.Text("✗ wrong", .bad)
        case .inconclusive: return Table.Text("? inconclusive", .caution)
        case .unmeasured:
            let isFine = cell.budget == nil && cell.isOnlyUnjudged
            return isFine ? Table.Text("") : Table.Text("! unmeasured", .caution)
        }
    }

    /// The column of checked results, only if some are unchecked.
    private var resultColumn: [Definition] {
        guard scenario.lacksChecks else { return [] }
        return [(Table.Column(header: "result", alignment: .left), result)]
    }

    private func result(_ cell: CellRecord) -> Table.Text {
        if cell.lacksCheck { return Table.Text("not checked", .caution) }
        return Table.Text(cell.isResultChecked == nil ? "" : "checked")
    }

    private var ratioColumns: [Definition] {
        func ratio(
            _ header: String, _ text: @escaping (ControlRatio) -> Table.Text?
        ) -> Definition {
            (
                Table.Column(header: header, heading: "vs control", spareRank: 2),
                { ControlRatio($0, in: scenario).flatMap(text) ?? Table.Text("") }
            )
        }
        return [
            ratio("mem") { $0.memory.map { Table.Text(Figures.ratio($0), value: $0) } },
            ratio("speed") {
                $0.speed.map { Table.Text(SpeedWords($0).figure, value: $0.interval.estimate) }
            },
        ]
    }
}
