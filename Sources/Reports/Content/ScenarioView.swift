internal import MemoryBudget
internal import RunStore

/// A scenario as reports read it: its record, and what they look up in it, each in constant time.
@dynamicMemberLookup
struct ScenarioView {
    let record: ScenarioRecord
    /// Of the machine that ran it; nil if it wasn't measured.
    let noise: NoiseRecord?
    /// Whether nothing shows that its trials are all of the same programs and inputs.
    let isOfUnknownPrograms: Bool
    /// What its budgets are about.
    let metric: Metric
    /// The scales that have cells, ascending.
    let scales: [ScaleRecord]
    /// The settings that every cell shares, as a header names them.
    let sharedParameters: [String: String]
    /// The earlier peaks that a gate compared its cells with.
    let earlier: EarlierMarks
    /// Whether cells were judged by different budgets, so that each row has to say its own.
    let hasOwnBudgets: Bool
    private let cellsByUnits: [Int: [CellRecord]]
    private let cellsByVariant: [String: [CellRecord]]
    private let controls: Controls

    init(
        _ record: ScenarioRecord, noise: NoiseRecord? = nil, isOfUnknownPrograms: Bool = false,
        gate: GateRecord? = nil
    ) {
        earlier = EarlierMarks(gate, of: record.name)
        self.record = record
        self.isOfUnknownPrograms = isOfUnknownPrograms
        self.noise = noise
        metric = record.metric
        scales = record.cells.map(\.scale).uniqued(by: \.units).sorted { $0.units < $1.units }
        sharedParameters = Cell.sharedParameters(of: record.cells.map(\.parameters))
        hasOwnBudgets = Set(record.cells.map(\.budget)).count > 1
        cellsByUnits = Dictionary(grouping: record.cells, by: \.scale.units)
        cellsByVariant = Dictionary(grouping: record.cells, by: \.variant)
        controls = Controls(record.cells.filter { $0.role == .control })
    }

    subscript<Value>(dynamicMember path: KeyPath<ScenarioRecord, Value>) -> Value {
        record[keyPath: path]
    }

    /// The cells of a scale, in the scenario's order.
    func cells(at scale: ScaleRecord) -> [CellRecord] { cellsByUnits[scale.units] ?? [] }

    /// The cells of a variant, in the scenario's order.
    func cells(of variant: String) -> [CellRecord] { cellsByVariant[variant] ?? [] }

    /// The control to compare a cell with: same scale, and the same parameters if there is one.
    func control(for cell: CellRecord) -> CellRecord? { controls.control(for: cell) }

    // Beside the methods of the same names the record's own would not be found.

    /// The scenario's name.
    var name: String { record.name }

    /// All of its cells.
    var cells: [CellRecord] { record.cells }

    /// Strategy and those settings that tell it apart from its neighbours.
    func name(of cell: CellRecord) -> String {
        Cell.variant(
            of: cell.strategy, with: cell.parameters, without: sharedParameters)
    }

    /// `160k rows`, or `160k` if nobody said what is counted.
    func label(of scale: ScaleRecord) -> String {
        record.unit.isEmpty ? scale.label : "\(scale.label) \(record.unit)"
    }

    /// Every variant that has cells, in the scenario's order.
    var variants: [Variant] {
        let growths = Dictionary(
            record.strategies.map { ($0.variant, $0.growth) },
            uniquingKeysWith: { first, _ in first })
        return record.cells.map(\.variant).uniqued().enumerated().map { number, name in
            let own = cells(of: name).sorted { $0.scale.units < $1.scale.units }
            let growth = growths[name] ?? nil
            return Variant(
                name: self.name(of: own[0]), role: own[0].role, cells: own,
                growth: growth?.metric == metric ? growth : nil, number: number)
        }
    }
}

extension RunRecord {
    /// Its scenarios as reports read them.
    var views: [ScenarioView] { scenarios.map { view(of: $0) } }

    /// One of its scenarios as reports read it.
    func view(of scenario: ScenarioRecord) -> ScenarioView {
        ScenarioView(
            scenario, noise: environment.noiseFloor,
            isOfUnknownPrograms: resumedWithoutRecord == true, gate: gate)
    }
}

/// The controls of a scenario, by what is compared with them.
private struct Controls {
    private struct Place: Hashable {
        var units: Int
        /// Nil for any.
        var parameters: [String: String]?
    }

    private let first: [Place: CellRecord]

    init(_ cells: [CellRecord]) {
        let pairs = cells.flatMap { cell in
            [nil, cell.parameters].map { (Place(units: cell.scale.units, parameters: $0), cell) }
        }
        first = Dictionary(pairs) { earlier, _ in earlier }
    }

    func control(for cell: CellRecord) -> CellRecord? {
        first[Place(units: cell.scale.units, parameters: cell.parameters)]
            ?? first[Place(units: cell.scale.units, parameters: nil)]
    }
}

/// A cell measured against the control of its scale.
struct ControlRatio {
    /// Judged memory of the cell over that of the control; below 1 is smaller.
    var memory: Double?
    /// Throughput of the cell over that of the control; above 1 is faster.
    var speed: SpeedRatio?

    init?(_ cell: CellRecord, in scenario: ScenarioView) {
        guard cell.role != .control, let control = scenario.control(for: cell) else { return nil }
        if scenario.metric.showsNeed, let own = cell.reading.peak,
            let theirs = control.reading.need(of: scenario.metric), theirs > 0
        {
            memory = own / theirs
        }
        speed = SpeedRatio(of: cell, to: control, noise: scenario.noise)
    }
}

extension SpeedRatio {
    /// Compares a cell whose peak is known with another; nil if one of the two has no throughput.
    init?(of cell: CellRecord, to other: CellRecord, noise: NoiseRecord?) {
        guard cell.reading.peak != nil, let own = cell.reading.speeds,
            let others = other.reading.speeds
        else { return nil }
        self.init(of: own, to: others, noise: noise)
    }
}
