internal import MemoryBudget
internal import RunStore

/// The tables of a scenario's result, in the order in which every report shows them.
struct ScenarioTables {
    /// Every table that has something to say, and its title.
    let all: [(title: String, table: Table)]
    /// Whether there are others than the usual ones, so that tables don't speak for themselves.
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
