package import MemoryBudget

/// One scenario of a run: what was asked for, and every cell's result.
package struct ScenarioRecord: Hashable, Sendable, Codable {
    /// The scenario's name; what another build did of it has a name of its own, ``Build/name(of:)``.
    package var name: String
    /// The build whose workers ran it; nil in runs of earlier versions.
    private var recordedBuild: Build?
    /// One sentence; empty if the file gives none.
    package var about: String
    /// The file it was read from; empty for a scenario made in code.
    package var path: String
    /// The file from the root of its git repository, or outside of one from the folder that the run was
    /// started in; nil if it is below neither, or in a run of an earlier membudget.
    package var repositoryPath: String?
    /// The file from `$GITHUB_WORKSPACE`; nil if that wasn't set, or doesn't hold it.
    package var workspacePath: String?
    /// The name of the units, in the plural: `rows`; empty if it is not known.
    package var unit: String
    /// What was judged where a strategy has no budget of its own; nil without one.
    package var budget: Budget?
    /// Measured trials a cell.
    package var trials: Int
    /// How long one trial could take; nil for no deadline.
    package var timeoutNanoseconds: Int?
    /// The generated data; nil for a command without any, or with `--input`.
    package var dataset: Scenario.DatasetRequest?
    /// The user's own data that the scenario names; nil for other data, and with `--input`.
    package var ownData: OwnData?
    /// The digests of the files that decide over that data, by the file's name; nil for other data, and
    /// where no digest is known.
    package var dataDigests: [String: String]?
    /// The records of the user's own file, above which a scale repeats them; nil unless it does.
    package var repeatedRecords: Int?
    /// The file given with `--input`; nil without.
    package var input: String?
    /// What was selected and can't run on this machine; none of the cells is of these.
    package var unavailable: [UnavailableStrategy]
    /// The names of its controls if none of them was selected, so that nothing proves that the budget
    /// stops anything; nil if one was, and for a scenario without any.
    package var controlsNotRun: [String]?
    /// The check of a command's results; nil if nothing checks them, and for a pipeline.
    package var verification: Verification?
    /// The class of a command's baselines: the runtimes of its candidates, sorted, or what the
    /// scenario says; nil for a pipeline, and for a run that no baseline was asked of.
    package var baselineClass: [String]?
    /// The changes whose worth it measures; nil for none.
    package var changes: Changes?
    /// The worth of each of them; nil without any, or if their base was not run beside them.
    package var worth: WorthRecord?
    /// Every variant of the cells, over all scales, in the scenario's order.
    package var strategies: [StrategyRecord]
    /// By scale, then in the scenario's order of strategies.
    package var cells: [CellRecord]

    /// Creates a record.
    package init(
        name: String, build: Build = .head, about: String = "", path: String = "",
        unit: String = "", budget: Budget? = nil, trials: Int, timeoutNanoseconds: Int? = nil,
        dataset: Scenario.DatasetRequest? = nil, input: String? = nil,
        unavailable: [UnavailableStrategy] = [], controlsNotRun: [String]? = nil,
        strategies: [StrategyRecord] = [], cells: [CellRecord] = []
    ) {
        self.name = name
        recordedBuild = build
        self.about = about
        self.path = path
        self.unit = unit
        self.budget = budget
        self.trials = trials
        self.timeoutNanoseconds = timeoutNanoseconds
        self.dataset = dataset
        self.input = input
        self.unavailable = unavailable
        self.controlsNotRun = controlsNotRun
        self.strategies = strategies
        self.cells = cells
    }

    /// The build whose workers ran it.
    package var build: Build {
        get { recordedBuild ?? Build(ofRecordNamed: name) }
        set { recordedBuild = newValue }
    }

    /// What its budgets are about, which all have the same metric; peak RSS without any.
    package var metric: Metric {
        (budget ?? cells.lazy.compactMap(\.budget).first)?.metric ?? .peakRSS
    }

    enum CodingKeys: String, StoredKey {
        case name
        case recordedBuild = "build"
        case about, path
        case repositoryPath = "repository_path"
        case workspacePath = "workspace_path"
        case unit, budget, trials
        case timeoutNanoseconds = "timeout_ns"
        case dataset
        case ownData = "own_data"
        case dataDigests = "data_digests"
        case repeatedRecords = "repeated_records"
        case input, unavailable
        case controlsNotRun = "controls_not_run"
        case verification = "verify"
        case baselineClass = "baseline_class"
        case changes, worth, strategies, cells
    }
}

extension RunRecord {
    /// The file of each scenario, by its name.
    package var paths: [String: String] {
        scenarios.reduce(into: [:]) { $0[$1.name] = $1.path }
    }

    /// The record of a scenario by a build; nil if it ran nothing of it.
    package func scenario(_ name: String, of build: Build = .head) -> ScenarioRecord? {
        scenarios.first { $0.build == build && $0.name == build.name(of: name) }
    }
}

/// A strategy that was selected and can't run on this machine.
package struct UnavailableStrategy: Hashable, Sendable, Codable {
    /// Its name.
    package var strategy: String
    /// Why, in a few words.
    package var reason: String

    /// Creates a record.
    package init(strategy: String, reason: String) {
        self.strategy = strategy
        self.reason = reason
    }
}
