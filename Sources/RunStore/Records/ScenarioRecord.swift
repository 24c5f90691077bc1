package import MemoryBudget

/// One scenario of a run: its settings, and the result of every cell.
package struct ScenarioRecord: Hashable, Sendable, Codable {
    /// The scenario's name; that of the base build's record is given by ``Build/name(of:)``.
    package var name: String
    /// The build whose workers ran it; `nil` in runs of earlier versions.
    private var recordedBuild: Build?
    /// The description, in one sentence; empty if the file gives none.
    package var about: String
    /// The file it was read from; empty for a scenario made in code.
    package var path: String
    /// The path of the file from the root of its git repository, or outside of one from the run's
    /// current folder; `nil` if it is below neither, or in a run of an earlier membudget.
    package var repositoryPath: String?
    /// The path of the file from `$GITHUB_WORKSPACE`; `nil` if that isn't set, or doesn't contain
    /// it.
    package var workspacePath: String?
    /// The name of the units, in the plural: `rows`; empty if unknown.
    package var unit: String
    /// The budget of strategies without their own; `nil` without one.
    package var budget: Budget?
    /// The number of measured trials per cell.
    package var trials: Int
    /// The time limit of one trial, in nanoseconds; `nil` for none.
    package var timeoutNanoseconds: Int?
    /// The generated data; `nil` for a command without any, or with `--input`.
    package var dataset: Scenario.DatasetRequest?
    /// The user's own data, as named by the scenario; `nil` for other data, and with `--input`.
    package var ownData: OwnData?
    /// The digests of that data's files, by file name; `nil` for other data, and if no digest is
    /// known.
    package var dataDigests: [String: String]?
    /// The number of records in the user's file, which larger scales repeat; `nil` if none does.
    package var repeatedRecords: Int?
    /// The file given with `--input`; `nil` without.
    package var input: String?
    /// The selected strategies that can't run on this machine; no cell belongs to them.
    package var unavailable: [UnavailableStrategy]
    /// The names of its controls if none was selected, so that nothing proves that the budget can
    /// stop a job; `nil` if one was, and for a scenario without controls.
    package var controlsNotRun: [String]?
    /// The check of a command's results; `nil` if nothing checks them, and for a pipeline.
    package var verification: Verification?
    /// The class of a command's baselines: the sorted runtimes of its candidates, or the class
    /// given by the scenario; `nil` for a pipeline, and for a run without baselines.
    package var baselineClass: [String]?
    /// The changes whose worth is measured; `nil` for none.
    package var changes: Changes?
    /// The worth of each change; `nil` without changes, or if their base was not run.
    package var worth: WorthRecord?
    /// All variants of the cells, over all scales, in the scenario's order.
    package var strategies: [StrategyRecord]
    /// The cells by scale, then in the scenario's order of strategies.
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

    /// The metric of its budgets, which all have the same; peak RSS without budgets.
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
    /// The files of the scenarios, by name.
    package var paths: [String: String] {
        scenarios.reduce(into: [:]) { $0[$1.name] = $1.path }
    }

    /// Returns the record of a scenario by a build; `nil` if that build didn't run it.
    package func scenario(_ name: String, of build: Build = .head) -> ScenarioRecord? {
        scenarios.first { $0.build == build && $0.name == build.name(of: name) }
    }
}

/// A selected strategy that can't run on this machine.
package struct UnavailableStrategy: Hashable, Sendable, Codable {
    /// The name of the strategy.
    package var strategy: String
    /// The reason, in a few words.
    package var reason: String

    /// Creates a record.
    package init(strategy: String, reason: String) {
        self.strategy = strategy
        self.reason = reason
    }
}
