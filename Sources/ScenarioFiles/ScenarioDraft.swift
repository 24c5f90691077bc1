import MemoryBudget

/// The readable parts of a scenario file; `nil` for parts that are missing or reported.
///
/// Names keep their positions, so that references can be checked later.
struct ScenarioDraft {
    var name: Located<String>?
    var about = ""
    var job: Job?
    var dataset: Dataset?
    var unit: String?
    var surroundings = Surroundings()
    var scales: [Located<Scale>]?
    var budget: Located<Budget>?
    var trials: Int
    var timeout: Duration?
    var processorCount: Int?
    var allocator: Allocator?
    var parameters: [Parameter]
    var strategies: [Strategy]?
    var gate: Gate?
    var changes: Changes?
    var verification: Verification?
    var baselineClass: BaselineClass?
    /// The sections in the file, including those that could not be read.
    var sections: Set<String>
    /// The position of the root mapping, for reports of missing keys.
    var position: Position

    enum Job {
        case pipeline(Located<String>)
        case command([Located<String>], Field)
    }

    struct Dataset {
        var field: Field
        var kind: Located<String>?
        var seed: UInt64
        var parameters: [(name: Located<String>, value: String)]
        /// The user's own data; `nil` for a generated kind.
        var own: OwnData?
        /// The words of ``own`` that may contain placeholders.
        var words: [Located<String>] = []
    }

    /// The conditions of a command's trials, with the words that may contain placeholders.
    struct Surroundings {
        var environment: [(name: Located<String>, value: String)] = []
        var folder: Located<String>?
        var setup: [Located<String>] = []
        var cleanup: [Located<String>] = []
    }

    struct Parameter {
        var name: Located<String>
        var values: [Located<String>]
    }

    struct Strategy {
        var name: Located<String>
        var role: Scenario.Role
        var isDefault: Bool
        var budget: Located<Budget>?
        var parameters: [Parameter] = []
        /// The strategy's own command; `nil` if it runs the scenario's.
        var command: Command?
        /// The strategy's own `gate` section.
        var gate: Gate?
    }

    struct Changes {
        var base: Located<String>
        var parameter: Located<String>
        var claim: String?
        var each: [Located<MemoryBudget.Changes.Change>]
    }

    /// The rules of one `gate` section.
    struct Gate {
        var position: Position
        var promises: [Promise]
    }

    /// A rule and its position.
    struct Promise {
        var promise: GateRule.Promise
        var position: Position
        /// The strategy in `of`; `nil` for a rule without one.
        var other: Located<String>?
    }

    /// The metric of all budgets; `nil` without a budget.
    var metric: Metric? {
        budget?.value.metric ?? (strategies ?? []).lazy.compactMap(\.budget).first?.value.metric
    }

    /// The name of the only candidate of a command without `strategies`.
    static let onlyStrategyName = "command"

    /// The parameters of the scenario, then those of its strategies.
    var allParameters: [Parameter] {
        parameters + (strategies ?? []).flatMap(\.parameters)
    }
}

extension ScenarioDraft {
    /// Returns the scenario with defaults filled in; `nil` if a required part has a mistake.
    ///
    /// A command that uses neither `{scale}` nor `{input}` may have no `scales`; it then has one
    /// scale of 1 unit. A command without `strategies` has one candidate named `command`.
    func scenario(path: String) -> Scenario? {
        guard let name = name?.value, let job else { return nil }
        let isPipeline: Bool
        let scenarioJob: Scenario.Job
        switch job {
        case .pipeline(let name):
            (isPipeline, scenarioJob) = (true, .pipeline(name.value))
        case .command(let arguments, _):
            (isPipeline, scenarioJob) = (false, .command(arguments.map(\.value)))
        }
        var scenario = Scenario(
            name: name, about: about, path: path, job: scenarioJob, dataset: dataset?.request,
            scales: scales?.map(\.value) ?? [Scale(units: 1)], budget: budget?.value,
            trials: trials,
            timeout: timeout, allocator: allocator ?? (isPipeline ? .jemalloc : .system),
            parameters: parameters.map(\.parameter),
            strategies: strategies?.map(\.strategy) ?? [.init(name: Self.onlyStrategyName)])
        scenario.processorCount = processorCount
        scenario.ownData = dataset?.own
        scenario.unit = unit ?? ""
        scenario.surroundings = surroundings.surroundings
        scenario.gate = gate?.rules ?? []
        scenario.changes = changes?.changes
        scenario.verification = verification?.verification
        scenario.baselineClass = baselineClass
        scenario.lines = .init(name: self.name?.position.line, budget: budget?.position.line)
        return scenario
    }
}

extension ScenarioDraft.Parameter {
    var parameter: Scenario.Parameter { .init(name: name.value, values: values.map(\.value)) }
}

extension ScenarioDraft.Strategy {
    var strategy: Scenario.Strategy {
        var strategy = Scenario.Strategy(
            name: name.value, role: role, isDefault: isDefault, budget: budget?.value,
            parameters: parameters.map(\.parameter))
        strategy.command = command?.arguments.map(\.value)
        strategy.gate = gate?.rules ?? []
        strategy.lines = .init(name: name.position.line, budget: budget?.position.line)
        return strategy
    }
}

extension ScenarioDraft.Changes {
    var changes: Changes {
        Changes(
            base: base.value, parameter: parameter.value, claim: claim, each: each.map(\.value))
    }
}

extension ScenarioDraft.Gate {
    var rules: [GateRule] { promises.map { GateRule($0.promise, line: $0.position.line) } }
}

extension ScenarioDraft.Surroundings {
    var surroundings: TrialSurroundings {
        var surroundings = TrialSurroundings()
        surroundings.environment = Dictionary(environment.map { ($0.name.value, $0.value) }) {
            first, _ in first
        }
        surroundings.folder = folder?.value
        surroundings.setup = setup.map(\.value)
        surroundings.cleanup = cleanup.map(\.value)
        return surroundings
    }
}

extension ScenarioDraft.Dataset {
    var request: Scenario.DatasetRequest? {
        kind.map { kind in
            let pairs = parameters.map { ($0.name.value, $0.value) }
            return .init(
                kind: kind.value, seed: seed,
                parameters: Dictionary(pairs) { first, _ in first })
        }
    }
}
