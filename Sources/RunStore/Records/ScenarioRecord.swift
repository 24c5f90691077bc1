public import MemoryBudget

/// One scenario of a run: what was asked for, and every cell's result.
public struct ScenarioRecord: Hashable, Sendable, Codable {
    /// The scenario's name.
    public var name: String
    /// One sentence; empty if the file gives none.
    public var about: String
    /// The file it was read from; empty for a scenario made in code.
    public var path: String
    /// What is counted, in the plural: `rows`; empty if it is not known.
    public var unit: String
    /// What was judged where a strategy has no budget of its own; nil without one.
    public var budget: BudgetRecord?
    /// Measured trials a cell.
    public var trials: Int
    /// How long one trial could take; nil for no deadline.
    public var timeoutNanoseconds: Int?
    /// The generated data; nil for a command without any, or with `--input`.
    public var dataset: DatasetRecord?
    /// The file given with `--input`; nil without.
    public var input: String?
    /// What was selected and can't run on this machine; none of the cells is of these.
    public var unavailable: [UnavailableStrategy]
    /// Every variant of the cells, over all scales, in the scenario's order.
    public var strategies: [StrategyRecord]
    /// By scale, then in the scenario's order of strategies.
    public var cells: [CellRecord]

    /// Makes a record.
    public init(
        name: String, about: String = "", path: String = "", unit: String = "",
        budget: BudgetRecord? = nil, trials: Int, timeoutNanoseconds: Int? = nil,
        dataset: DatasetRecord? = nil, input: String? = nil,
        unavailable: [UnavailableStrategy] = [], strategies: [StrategyRecord] = [],
        cells: [CellRecord] = []
    ) {
        self.name = name
        self.about = about
        self.path = path
        self.unit = unit
        self.budget = budget
        self.trials = trials
        self.timeoutNanoseconds = timeoutNanoseconds
        self.dataset = dataset
        self.input = input
        self.unavailable = unavailable
        self.strategies = strategies
        self.cells = cells
    }

    /// What its budgets are about, which all have the same metric; peak RSS without any.
    public var metric: Metric {
        (budget ?? cells.lazy.compactMap(\.budget).first)?.metric ?? .peakRSS
    }

    enum CodingKeys: String, CodingKey {
        case name, about, path, unit, budget, trials
        case timeoutNanoseconds = "timeout_ns"
        case dataset, input, unavailable, strategies, cells
    }
}

/// A strategy that was selected and can't run on this machine.
public struct UnavailableStrategy: Hashable, Sendable, Codable {
    /// Its name.
    public var strategy: String
    /// Why, in a few words.
    public var reason: String

    /// Makes a record.
    public init(strategy: String, reason: String) {
        self.strategy = strategy
        self.reason = reason
    }
}

/// The generated data a scenario ran on.
public struct DatasetRecord: Hashable, Sendable, Codable {
    /// The generator's name.
    public var kind: String
    /// The same seed gives the same bytes.
    public var seed: UInt64
    /// The kind's own settings, by name.
    public var parameters: [String: String]

    /// Makes a record.
    public init(_ request: Scenario.DatasetRequest) {
        kind = request.kind
        seed = request.seed
        parameters = request.parameters
    }
}
