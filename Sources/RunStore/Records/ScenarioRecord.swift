package import MemoryBudget

/// One scenario of a run: what was asked for, and every cell's result.
package struct ScenarioRecord: Hashable, Sendable, Codable {
    /// The scenario's name.
    package var name: String
    /// One sentence; empty if the file gives none.
    package var about: String
    /// The file it was read from; empty for a scenario made in code.
    package var path: String
    /// What is counted, in the plural: `rows`; empty if it is not known.
    package var unit: String
    /// What was judged where a strategy has no budget of its own; nil without one.
    package var budget: BudgetRecord?
    /// Measured trials a cell.
    package var trials: Int
    /// How long one trial could take; nil for no deadline.
    package var timeoutNanoseconds: Int?
    /// The generated data; nil for a command without any, or with `--input`.
    package var dataset: DatasetRecord?
    /// The file given with `--input`; nil without.
    package var input: String?
    /// What was selected and can't run on this machine; none of the cells is of these.
    package var unavailable: [UnavailableStrategy]
    /// Every variant of the cells, over all scales, in the scenario's order.
    package var strategies: [StrategyRecord]
    /// By scale, then in the scenario's order of strategies.
    package var cells: [CellRecord]

    /// Makes a record.
    package init(
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
    package var metric: Metric {
        (budget ?? cells.lazy.compactMap(\.budget).first)?.metric ?? .peakRSS
    }

    enum CodingKeys: String, CodingKey {
        case name, about, path, unit, budget, trials
        case timeoutNanoseconds = "timeout_ns"
        case dataset, input, unavailable, strategies, cells
    }
}

/// A strategy that was selected and can't run on this machine.
package struct UnavailableStrategy: Hashable, Sendable, Codable {
    /// Its name.
    package var strategy: String
    /// Why, in a few words.
    package var reason: String

    /// Makes a record.
    package init(strategy: String, reason: String) {
        self.strategy = strategy
        self.reason = reason
    }
}

/// The generated data a scenario ran on.
package struct DatasetRecord: Hashable, Sendable, Codable {
    /// The generator's name.
    package var kind: String
    /// The same seed gives the same bytes.
    package var seed: UInt64
    /// The kind's own settings, by name.
    package var parameters: [String: String]

    /// Makes a record.
    package init(_ request: Scenario.DatasetRequest) {
        kind = request.kind
        seed = request.seed
        parameters = request.parameters
    }
}
