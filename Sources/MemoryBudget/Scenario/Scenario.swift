/// One comparison: the strategies of a job, at some scales, under a budget.
public struct Scenario: Hashable, Sendable {
    /// The name by which it is asked for; also the name of its file.
    public var name: String
    /// One sentence for tables and lists; empty if the file gives none.
    public var about: String
    /// The file it was read from, for diagnostics; empty for a scenario made in code.
    public var path: String
    /// What is run.
    public var job: Job
    /// What it is run on; nil for a command that needs no input.
    public var dataset: DatasetRequest?
    /// Ascending; at least one.
    public var scales: [Scale]
    /// The limit of every strategy without one of its own; nil measures only.
    public var budget: Budget?
    /// Measured trials a cell.
    public var trials: Int
    /// How long one trial may take; nil waits for ever.
    public var timeout: Duration?
    /// `jemalloc` for pipelines, `system` for commands, unless the file says otherwise.
    public var allocator: Allocator
    /// Every combination of the values makes a column of its own.
    public var parameters: [Parameter]
    /// In the file's order.
    public var strategies: [Strategy]
    /// What the gate holds every candidate to that has no rule of the same kind of its own.
    public var gate: [GateRule] = []
    /// Where it stands in its file.
    public var lines = SourceLines()

    /// Makes a scenario.
    public init(
        name: String, about: String = "", path: String = "", job: Job,
        dataset: DatasetRequest? = nil, scales: [Scale], budget: Budget? = nil, trials: Int = 3,
        timeout: Duration? = nil, allocator: Allocator, parameters: [Parameter] = [],
        strategies: [Strategy]
    ) {
        self.name = name
        self.about = about
        self.path = path
        self.job = job
        self.dataset = dataset
        self.scales = scales
        self.budget = budget
        self.trials = trials
        self.timeout = timeout
        self.allocator = allocator
        self.parameters = parameters
        self.strategies = strategies
    }

    /// What is run: a pipeline of a worker, or any command.
    public enum Job: Hashable, Sendable {
        /// The pipeline's name, which one of the workers knows.
        case pipeline(String)
        /// Program and arguments, with the placeholders of ``CommandTemplate``.
        case command([String])
    }

    /// The data a scenario asks for: a kind the generator knows, a seed and the kind's parameters.
    public struct DatasetRequest: Hashable, Sendable {
        /// The generator's name, `csv-rows`.
        public var kind: String
        /// The same seed gives the same bytes; default 42.
        public var seed: UInt64
        /// The kind's own settings, by name; empty takes its defaults.
        public var parameters: [String: String]

        /// Makes a request.
        public init(kind: String, seed: UInt64 = 42, parameters: [String: String] = [:]) {
            self.kind = kind
            self.seed = seed
            self.parameters = parameters
        }
    }

    /// A named setting of the job and the values it is run with.
    public struct Parameter: Hashable, Sendable {
        /// As the worker knows it, or as the placeholder is written.
        public var name: String
        /// At least one.
        public var values: [String]

        /// Makes a parameter.
        public init(name: String, values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// One way to do the job.
    public struct Strategy: Hashable, Sendable {
        /// As the worker knows it, or what `{strategy}` becomes.
        public var name: String
        /// How its result counts.
        public var role: Role
        /// Whether it runs without being asked for by `--all` or `--strategy`.
        public var isDefault: Bool
        /// Its own limit, in place of the scenario's; nil takes that.
        public var budget: Budget?
        /// Its own values, in place of the scenario's of the same name; others stay.
        public var parameters: [Parameter]
        /// What the gate holds it to, in place of the scenario's rules of the same kind.
        public var gate: [GateRule] = []
        /// Where it stands in its file.
        public var lines = SourceLines()

        /// Makes a strategy.
        public init(
            name: String, role: Role = .candidate, isDefault: Bool = true, budget: Budget? = nil,
            parameters: [Parameter] = []
        ) {
            self.name = name
            self.role = role
            self.isDefault = isDefault
            self.budget = budget
            self.parameters = parameters
        }
    }

    /// Lines of the file, from 1, at which findings point; nil for what is made in code or was
    /// replaced on the command line.
    public struct SourceLines: Hashable, Sendable {
        /// Of its name.
        public var name: Int?
        /// Of its own budget.
        public var budget: Int?

        /// Makes lines; none is known unless it is given.
        public init(name: Int? = nil, budget: Int? = nil) {
            self.name = name
            self.budget = budget
        }
    }

    /// How a strategy's result counts.
    public enum Role: String, Codable, CaseIterable, Sendable {
        /// Judged against the budget.
        case candidate
        /// Must go over at the largest scale, which proves that the budget bites.
        case control
        /// Shown, not judged.
        case reference
    }
}

extension Scenario {
    /// The budget that is in force for a strategy's cells: its own, or else the scenario's.
    public func budget(of strategy: String) -> Budget? {
        strategies.first { $0.name == strategy }?.budget ?? budget
    }

    /// Every budget that is in force for some strategy, without repetition.
    public var budgets: [Budget] {
        strategies.compactMap { $0.budget ?? budget }.reduce(into: []) { budgets, budget in
            if !budgets.contains(budget) { budgets.append(budget) }
        }
    }

    /// The parameters of a strategy's cells: its own, and the scenario's that it doesn't replace.
    public func parameters(of strategy: Strategy) -> [Parameter] {
        let shared = parameters.map { parameter in
            strategy.parameters.first { $0.name == parameter.name } ?? parameter
        }
        let names = parameters.map(\.name)
        return shared + strategy.parameters.filter { !names.contains($0.name) }
    }
}
