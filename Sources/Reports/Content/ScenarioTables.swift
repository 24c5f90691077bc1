internal import MemoryBudget
internal import RunStore

/// The tables of a scenario's result, in the order in which every report shows them.
enum ScenarioTables {
    /// A table and its heading.
    typealias Titled = (title: String, table: Table)

    /// Every table that has something to say.
    static func all(of scenario: ScenarioView, gate: GateRecord?) -> [Titled] {
        let findings = gate?.findings.filter { $0.scenario == scenario.name } ?? []
        let cells = scenario.cells.isEmpty ? nil : ScenarioTable.table(of: scenario)
        let tables: [(title: String, table: Table?)] = [
            ("Every strategy at every scale", cells),
            ("Growth", GrowthTable.table(of: scenario)),
            ("Counts", CountsTable.table(of: scenario)),
            ("The gate", GateTable.table(of: findings)),
        ]
        return tables.compactMap { title, table in table.map { (title, $0) } }
    }
}
