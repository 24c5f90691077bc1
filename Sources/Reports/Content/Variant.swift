internal import MemoryBudget
internal import RunStore

/// A strategy with its settings and its results at all scales: a line of a chart, a row of the
/// growth table.
struct Variant {
    /// The name in the scenario's tables.
    let name: String
    let role: Scenario.Role
    /// The cells by scale, ascending; at least one.
    let cells: [CellRecord]
    /// The growth in the scenario's metric; `nil` if too little is known.
    let growth: GrowthRecord?
    /// The number in the scenario's order, from 0, which decides colour and shape in every chart.
    let number: Int

    /// The name with the role, as in tables.
    var title: String { role == .candidate ? name : "\(name) (\(role.rawValue))" }

    /// The number of scales measured to the end, if they are too few to tell the growth.
    var scarceScales: Int? { growth.flatMap { GrowthWords(growth: $0, unit: "").scarceScales } }

    /// Whether a table shows its growth.
    var isGrowthShown: Bool { growth != nil && scarceScales == nil }

    /// Returns the cell at a scale; `nil` if it was not run there.
    func cell(at scale: ScaleRecord) -> CellRecord? {
        cells.first { $0.scale.units == scale.units }
    }

    /// Returns the height of its curve: the need at the largest scale, an estimate of it, or a
    /// lower bound.
    func extent(of metric: Metric) -> Double? {
        cells.last.flatMap { cell in
            cell.reading.need(of: metric) ?? cell.needEstimate.map { Double($0.bytes) }
                ?? cell.reading.atLeast
        }
    }
}
