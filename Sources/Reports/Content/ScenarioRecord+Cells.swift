internal import MemoryBudget
internal import RunStore

extension ScenarioRecord {
    /// Whether cells were judged by different budgets, so that each row has to say its own.
    var hasOwnBudgets: Bool {
        Set(cells.map(\.budget)).count > 1
    }

    /// The scales that have cells, ascending.
    var scales: [ScaleRecord] {
        cells.map(\.scale).reduce(into: []) { scales, scale in
            if !scales.contains(where: { $0.units == scale.units }) { scales.append(scale) }
        }
        .sorted { $0.units < $1.units }
    }

    /// The cells of a scale, in the scenario's order.
    func cells(at scale: ScaleRecord) -> [CellRecord] {
        cells.filter { $0.scale.units == scale.units }
    }

    /// The control to compare a cell with: same scale, and the same parameters if there is one.
    func control(for cell: CellRecord) -> CellRecord? {
        let controls = cells(at: cell.scale).filter { $0.role == .control }
        return controls.first { $0.parameters == cell.parameters } ?? controls.first
    }

    /// The settings that every cell shares, as a header names them.
    var sharedParameters: [String: String] {
        guard let first = cells.first else { return [:] }
        return first.parameters.filter { name, value in
            cells.allSatisfy { $0.parameters[name] == value }
        }
    }

    /// Strategy and those settings that tell it apart from its neighbours.
    func name(of cell: CellRecord) -> String {
        let shared = sharedParameters
        var distinct = cell.cell
        distinct.parameters = cell.parameters.filter { shared[$0.key] == nil }
        return distinct.variant
    }

    /// `160k rows`, or `160k` if nobody said what is counted.
    func label(of scale: ScaleRecord) -> String {
        unit.isEmpty ? scale.label : "\(scale.label) \(unit)"
    }
}

/// A cell measured against the control of its scale.
struct ControlRatio: Hashable {
    /// Judged memory of the cell over that of the control; below 1 is smaller.
    var memory: Double?
    /// Throughput of the cell over that of the control; above 1 is faster.
    var speed: Double?

    init?(_ cell: CellRecord, in scenario: ScenarioRecord) {
        guard cell.role != .control, let control = scenario.control(for: cell) else { return nil }
        let (own, theirs) = (cell.reading, control.reading)
        memory = Self.quotient(own.peak, theirs.need(of: scenario.metric))
        speed = Self.quotient(own.peak == nil ? nil : own.speed, theirs.speed)
    }

    private static func quotient(_ value: Double?, _ reference: Double?) -> Double? {
        guard let value, let reference, reference > 0 else { return nil }
        return value / reference
    }
}
