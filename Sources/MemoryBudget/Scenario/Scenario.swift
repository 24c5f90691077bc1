/// A comparison of the strategies of one job, at some scales, under a budget.
///
/// ```swift
/// let scenario = Scenario(
///     name: "sort", job: .command(["sort", "{input}"]), scales: [Scale(units: 10_000)],
///     budget: Budget(metric: .peakRSS, limit: .mebibytes(64)), allocator: .system,
///     strategies: [Scenario.Strategy(name: "sort", role: .candidate)])
/// print(scenario.cells().count)  // 1
/// ```
package struct Scenario: Hashable, Sendable {
    /// The name of the scenario and of its file.
    package var name: String
    /// One sentence for tables and lists; empty if the file has none.
    package var about: String
    /// The path of the scenario's file, for diagnostics; empty for a scenario created in code.
    package var path: String
    /// The YAML text of the file; empty for a scenario created in code.
    package var text = ""
    /// The job to run.
    package var job: Job
    /// The generated dataset; `nil` for data of the user's own, or for a command without data.
    package var dataset: DatasetRequest?
    /// The user's own data; `nil` for generated data, or for a command without data.
    package var ownData: OwnData?
    /// The plural name of the units of a command's scale, such as `rows`; empty if not given.
    package var unit = ""
    /// The environment and folder of a command's trials, and commands before and after each.
    package var surroundings = TrialSurroundings()
    /// The scales, ascending; at least one.
    package var scales: [Scale]
    /// The budget of every strategy without its own; `nil` only measures.
    package var budget: Budget?
    /// The command-line option that sets every budget; `nil` if the file does.
    package var budgetOption: String?
    /// The number of measured trials per cell.
    package var trials: Int
    /// The timeout of one trial; `nil` for no timeout.
    package var timeout: Duration?
    /// The number of processors that a trial is pinned to; `nil` doesn't pin it.
    package var processorCount: Int?
    /// The allocator; by default, `jemalloc` for pipelines and `system` for commands.
    package var allocator: Allocator
    /// The parameters; every combination of their values is a variant of each strategy.
    package var parameters: [Parameter]
    /// The strategies, in the file's order.
    package var strategies: [Strategy]
    /// The gate's rules for every candidate that has no rule of the same kind.
    package var gate: [GateRule] = []
    /// The changes whose savings the report shows; `nil` for none.
    package var changes: Changes?
    /// The check of a command's results; `nil` leaves them unchecked. A pipeline's results are
    /// checked by its worker.
    package var verification: Verification?
    /// The class of a command's baselines; `nil` uses the interpreters of its candidates.
    package var baselineClass: BaselineClass?
    /// The lines of the file that findings point to.
    package var lines = SourceLines()

    /// Creates a scenario.
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

    /// The job to run: a pipeline of a worker, or any command.
    package enum Job: Hashable, Sendable {
        /// A pipeline of one of the workers, by name.
        case pipeline(String)
        /// A program and its arguments, with the placeholders of ``CommandTemplate``.
        case command([String])
    }

    /// A request for generated data: the generator, a seed and the generator's settings.
    package struct DatasetRequest: Hashable, Sendable, Codable {
        /// The name of the generator, such as `csv-rows`.
        package var kind: String
        /// The seed; the same seed gives the same bytes. Default 42.
        package var seed: UInt64
        /// The generator's settings, by name; empty uses its defaults.
        package var parameters: [String: String]

        /// Creates a request.
        package init(kind: String, seed: UInt64 = 42, parameters: [String: String] = [:]) {
            self.kind = kind
            self.seed = seed
            self.parameters = parameters
        }
    }

    /// A named setting of the job and the values to run it with.
    package struct Parameter: Hashable, Sendable {
        /// The parameter's name in the worker, or the name of its placeholder.
        package var name: String
        /// The values; at least one.
        package var values: [String]

        /// Creates a parameter.
        package init(name: String, values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// One way to do the job.
    package struct Strategy: Hashable, Sendable {
        /// The strategy's name in the worker, or the value of `{strategy}`.
        package var name: String
        /// The role of the strategy.
        package var role: Role
        /// Whether the strategy runs without being selected by `--all` or `--strategy`.
        package var isDefault: Bool
        /// The strategy's own budget; `nil` uses the scenario's.
        package var budget: Budget?
        /// The strategy's own parameters, which replace the scenario's parameters of the same name.
        package var parameters: [Parameter]
        /// The strategy's own program and arguments; `nil` uses the scenario's.
        package var command: [String]?
        /// The strategy's own rules, which replace the scenario's rules of the same kind.
        package var gate: [GateRule] = []
        /// The lines of the file that findings point to.
        package var lines = SourceLines()

        /// Creates a strategy.
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

    /// The 1-based lines of the file that findings point to; `nil` for what was created in code or
    /// replaced on the command line.
    package struct SourceLines: Hashable, Sendable {
        /// The line of the name.
        package var name: Int?
        /// The line of its own budget.
        package var budget: Int?

        /// Creates lines, which are unknown unless given.
        package init(name: Int? = nil, budget: Int? = nil) {
            self.name = name
            self.budget = budget
        }
    }

    /// The role of a strategy in the comparison.
    package enum Role: String, Codable, CaseIterable, Sendable {
        /// Judged against the budget.
        case candidate
        /// Must go over at the largest scale, which proves that the budget can be exceeded.
        case control
        /// Shown, but not judged.
        case reference
    }
}

extension Scenario {
    /// Returns the budget of a strategy's cells: its own, or else the scenario's.
    package func budget(of strategy: String) -> Budget? {
        strategies.first { $0.name == strategy }?.budget ?? budget
    }

    /// Whether the scenario uses data, generated or the user's own.
    package var hasData: Bool { dataset != nil || ownData != nil }

    /// The distinct budgets of all strategies.
    package var budgets: [Budget] {
        strategies.compactMap { $0.budget ?? budget }.uniqued()
    }

    /// Returns the parameters of a strategy's cells: its own, and those of the scenario that it
    /// doesn't replace.
    package func parameters(of strategy: Strategy) -> [Parameter] {
        let shared = parameters.map { parameter in
            strategy.parameters.first { $0.name == parameter.name } ?? parameter
        }
        let names = parameters.map(\.name)
        return shared + strategy.parameters.filter { !names.contains($0.name) }
    }
}
