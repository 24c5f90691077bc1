internal import MemoryBudget
internal import RunStore

/// The tables of a scenario's result, in the order of every report.
struct ScenarioTables {
    /// The non-empty tables with their titles.
    let all: [(title: String, table: Table)]
    /// Whether there are unusual tables, so that titles are needed to tell them apart.
    let needTitles: Bool

    init(of scenario: ScenarioView, gate: GateRecord?) {
        let findings = gate?.findings.filter { $0.scenario == scenario.name } ?? []
        let cells = scenario.cells.isEmpty ? nil : ScenarioTable.table(of: scenario)
        let worth = WorthTable.table(of: scenario)
        let counts = CountsTable.table(of: scenario)
        let tables: [(title: String, table: Table?)] = [
            (WorthTable.title, worth), ("Every strategy at every scale", cells),
            ("Growth", GrowthTable.table(of: scenario)), ("What each job counted", counts),
            ("The gate", GateTable.table(of: findings)),
        ]
        all = tables.compactMap { title, table in table.map { (title, $0) } }
        needTitles = worth != nil || counts != nil
    }
}
