/// One comparison: the strategies of a job, at some scales, under a budget.
package struct Scenario: Hashable, Sendable {
    /// The name by which it is asked for; also the name of its file.
    package var name: String
    /// One sentence for tables and lists; empty if the file gives none.
    package var about: String
    /// The file it was read from, for diagnostics; empty for a scenario made in code.
    package var path: String
    /// The YAML it was read from; empty for a scenario made in code.
    package var text = ""
    /// What is run.
    package var job: Job
    /// The generated data it is run on; nil for data of the user's own, or a command that needs none.
    package var dataset: DatasetRequest?
    /// The user's own data it is run on; nil for generated data, or a command that needs none.
    package var ownData: OwnData?
    /// The name of what a command's scale counts, in the plural: `rows`; empty if the file gives none.
    package var unit = ""
    /// The environment and folder of a command's trials, and what runs before and after each.
    package var surroundings = TrialSurroundings()
    /// Ascending; at least one.
    package var scales: [Scale]
    /// The limit of every strategy without one of its own; nil measures only.
    package var budget: Budget?
    /// The option of the command line that every budget is from; nil for those of the file.
    package var budgetOption: String?
    /// Measured trials a cell.
    package var trials: Int
    /// How long one trial may take; nil waits for ever.
    package var timeout: Duration?
    /// The number of processors a trial is pinned to; nil pins none.
    package var processorCount: Int?
    /// `jemalloc` for pipelines, `system` for commands, unless the file says otherwise.
    package var allocator: Allocator
    /// Every combination of the values makes a column of its own.
    package var parameters: [Parameter]
    /// In the file's order.
    package var strategies: [Strategy]
    /// What the gate holds every candidate to that has no rule of the same kind of its own.
    package var gate: [GateRule] = []
    /// The changes whose worth the report shows; nil for none.
    package var changes: Changes?
    /// The check of a command's results; nil leaves them unchecked. A pipeline's are checked by its worker.
    package var verification: Verification?
    /// The class of a command's baselines; nil goes by the interpreters of its candidates.
    package var baselineClass: BaselineClass?
    /// Where it stands in its file.
    package var lines = SourceLines()

    /// Makes a scenario.
    package init(
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
    package enum Job: Hashable, Sendable {
        /// The pipeline's name, which one of the workers knows.
        case pipeline(String)
        /// Program and arguments, with the placeholders of ``CommandTemplate``.
        case command([String])
    }

    /// The data a scenario asks for: a kind the generator knows, a seed and the kind's parameters.
    package struct DatasetRequest: Hashable, Sendable, Codable {
        /// The generator's name, `csv-rows`.
        package var kind: String
        /// The same seed gives the same bytes; default 42.
        package var seed: UInt64
        /// The kind's own settings, by name; empty takes its defaults.
        package var parameters: [String: String]

        /// Makes a request.
        package init(kind: String, seed: UInt64 = 42, parameters: [String: String] = [:]) {
            self.kind = kind
            self.seed = seed
            self.parameters = parameters
        }
    }

    /// A named setting of the job and the values it is run with.
    package struct Parameter: Hashable, Sendable {
        /// As the worker knows it, or as the placeholder is written.
        package var name: String
        /// At least one.
        package var values: [String]

        /// Makes a parameter.
        package init(name: String, values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// One way to do the job.
    package struct Strategy: Hashable, Sendable {
        /// As the worker knows it, or what `{strategy}` becomes.
        package var name: String
        /// How its result counts.
        package var role: Role
        /// Whether it runs without being asked for by `--all` or `--strategy`.
        package var isDefault: Bool
        /// Its own limit, in place of the scenario's; nil takes that.
        package var budget: Budget?
        /// Its own values, in place of the scenario's of the same name; others stay.
        package var parameters: [Parameter]
        /// Its own program and arguments, in place of the scenario's; nil takes those.
        package var command: [String]?
        /// What the gate holds it to, in place of the scenario's rules of the same kind.
        package var gate: [GateRule] = []
        /// Where it stands in its file.
        package var lines = SourceLines()

        /// Makes a strategy.
        package init(
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
    package struct SourceLines: Hashable, Sendable {
        /// Of its name.
        package var name: Int?
        /// Of its own budget.
        package var budget: Int?

        /// Makes lines; none is known unless it is given.
        package init(name: Int? = nil, budget: Int? = nil) {
            self.name = name
            self.budget = budget
        }
    }

    /// How a strategy's result counts.
    package enum Role: String, Codable, CaseIterable, Sendable {
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
    package func budget(of strategy: String) -> Budget? {
        strategies.first { $0.name == strategy }?.budget ?? budget
    }

    /// Whether it is run on some data, generated or the user's own.
    package var hasData: Bool { dataset != nil || ownData != nil }

    /// Every budget that is in force for some strategy, without repetition.
    package var budgets: [Budget] {
        strategies.compactMap { $0.budget ?? budget }.uniqued()
    }

    /// The parameters of a strategy's cells: its own, and the scenario's that it doesn't replace.
    package func parameters(of strategy: Strategy) -> [Parameter] {
        let shared = parameters.map { parameter in
            strategy.parameters.first { $0.name == parameter.name } ?? parameter
        }
        let names = parameters.map(\.name)
        return shared + strategy.parameters.filter { !names.contains($0.name) }
    }
}
