internal import MemoryBudget
internal import RunStore

/// A strategy with its settings and what is known of it over all scales: a line of a chart, a row
/// of the growth table.
struct Variant {
    /// As the scenario's other tables call it.
    let name: String
    let role: Scenario.Role
    /// By scale, ascending; at least one.
    let cells: [CellRecord]
    /// Of the scenario's metric; nil if too little is known.
    let growth: GrowthRecord?
    /// From 0, in the scenario's order: its colour and shape in every chart.
    let number: Int

    /// Name and role, as tables have it.
    var title: String { role == .candidate ? name : "\(name) (\(role.rawValue))" }

    /// Its cell at a scale; nil if it was not run there.
    func cell(at scale: ScaleRecord) -> CellRecord? {
        cells.first { $0.scale.units == scale.units }
    }
}

extension ScenarioRecord {
    /// Every variant that has cells, in the scenario's order.
    var variants: [Variant] {
        let names = cells.reduce(into: [String]()) { names, cell in
            if !names.contains(cell.variant) { names.append(cell.variant) }
        }
        return names.enumerated().map { number, name in
            let own = cells.filter { $0.variant == name }.sorted { $0.scale.units < $1.scale.units }
            let growth = strategies.first { $0.variant == name }?.growth
            return Variant(
                name: self.name(of: own[0]), role: own[0].role, cells: own,
                growth: growth?.metric == metric ? growth : nil, number: number)
        }
    }
}
