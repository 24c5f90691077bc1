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

    /// The scales that were measured to the end, where they are too few to tell how it grows.
    var scarceScales: Int? { growth.flatMap { GrowthWords(growth: $0, unit: "").scarceScales } }

    /// Its cell at a scale; nil if it was not run there.
    func cell(at scale: ScaleRecord) -> CellRecord? {
        cells.first { $0.scale.units == scale.units }
    }

    /// The height of its curve: the need at its largest scale, or what is known of that.
    func extent(of metric: Metric) -> Double? {
        cells.last.flatMap { cell in
            cell.reading.need(of: metric) ?? cell.needEstimate.map { Double($0.bytes) }
                ?? cell.reading.atLeast
        }
    }
}
