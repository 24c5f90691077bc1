internal import MemoryBudget
internal import RunStore

/// A scenario's record with the lookups that reports need, each in constant time.
@dynamicMemberLookup
struct ScenarioView {
    let record: ScenarioRecord
    /// The noise of the machine that ran it; `nil` if not measured.
    let noise: NoiseRecord?
    /// Whether its trials may come from different programs or inputs.
    let isOfUnknownPrograms: Bool
    /// The metric of its budgets.
    let metric: Metric
    /// The scales that have cells, ascending.
    let scales: [ScaleRecord]
    /// The settings that all cells share, which are named above the table.
    let sharedParameters: [String: String]
    /// The earlier peaks that a gate compared its cells with.
    let earlier: EarlierMarks
    /// Whether budgets differ between cells, so that each row has to show its own.
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

    /// Returns the cells of a scale, in the scenario's order.
    func cells(at scale: ScaleRecord) -> [CellRecord] { cellsByUnits[scale.units] ?? [] }

    /// Returns the cells of a variant, in the scenario's order.
    func cells(of variant: String) -> [CellRecord] { cellsByVariant[variant] ?? [] }

    /// Returns the control of the same scale, with the same parameters if there is one.
    func control(for cell: CellRecord) -> CellRecord? { controls.control(for: cell) }

    // Without these, the methods of the same names would hide the record's properties.

    /// The name of the scenario.
    var name: String { record.name }

    /// All cells of the scenario.
    var cells: [CellRecord] { record.cells }

    /// Returns the strategy's name with the settings that set the cell apart from others.
    func name(of cell: CellRecord) -> String {
        Cell.variant(
            of: cell.strategy, with: cell.parameters, without: sharedParameters)
    }

    /// Returns `160k rows`, or `160k` if the unit is not named.
    func label(of scale: ScaleRecord) -> String {
        record.unit.isEmpty ? scale.label : "\(scale.label) \(named(record.unit, for: scale.units))"
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
    /// The scenarios with the lookups that reports need.
    var views: [ScenarioView] { scenarios.map { view(of: $0) } }

    /// The scenarios in report order: those with failures, those in which no strategy stays within
    /// its budget, the others, and last those of the base build.
    var reportedViews: [ScenarioView] {
        let ranked = views.map { (rank: $0.reportRank, view: $0) }
        return (0...3).flatMap { rank in ranked.filter { $0.rank == rank }.map(\.view) }
    }

    /// Returns one of its scenarios with the lookups that reports need.
    func view(of scenario: ScenarioRecord) -> ScenarioView {
        ScenarioView(
            scenario, noise: environment.noiseFloor,
            isOfUnknownPrograms: resumedWithoutRecord == true, gate: gate)
    }
}

extension ScenarioView {
    /// The rank among the scenarios of a report.
    fileprivate var reportRank: Int {
        if record.build == .base { return 3 }
        if AnswerProblems(scenario: self).text != nil { return 0 }
        return Answer.isOver(self) ? 1 : 2
    }
}

/// The controls of a scenario, by scale and parameters.
private struct Controls {
    private struct Place: Hashable {
        var units: Int
        /// The parameters; `nil` for any.
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

/// The ratios of a cell to the control of its scale.
struct ControlRatio {
    /// The ratio of the judged peaks; below 1 means less memory than the control.
    var memory: Double?
    /// The ratio of the throughputs; above 1 means faster than the control.
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
    /// Compares the speeds of two cells; `nil` without a peak of the first, or without a
    /// throughput.
    init?(of cell: CellRecord, to other: CellRecord, noise: NoiseRecord?) {
        guard cell.reading.peak != nil, let own = cell.reading.speeds,
            let others = other.reading.speeds
        else { return nil }
        self.init(of: own, to: others, noise: noise)
    }
}
