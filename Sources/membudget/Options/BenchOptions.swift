import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports
import RunStore

/// The options that `bench` and `gate` share.
struct BenchOptions: ParsableArguments {
    @Argument(
        help: "Scenarios: names in Scenarios/, shipped ones (shipped/NAME), paths, or folders.",
        completion: .file())
    var scenarios: [String] = []

    @Option(
        name: .customLong("command"),
        help: ArgumentHelp(
            """
            Measure this command instead of a scenario, such as 'python3 a.py {input}'; \
            repeatable, each one is a strategy (default: none).
            """, valueName: "command"))
    var commands: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Check each result of --command: with a command that exits with 0 if the result is \
            right and 1 if it is wrong, such as 'python3 check.py {input} {output}', or by \
            comparison with the result of a strategy, as same-as:NAME (default: results are not \
            checked).
            """, valueName: "check"))
    var verify: String?

    @OptionGroup var measure: MeasureOptions<ScenarioTarget>
    @OptionGroup var profiling: ProfilingOptions
    @OptionGroup var select: SelectOptions
    @OptionGroup var live: LiveOptions

    @Flag(
        name: .customLong("no-need"),
        help: "If a cell goes over budget, don't measure its need, which takes an extra trial.")
    var skipsNeed = false

    @Flag(
        name: .customLong("no-autopsy"),
        help: "If a cell goes over budget, don't profile it, which takes an extra trial.")
    var skipsAutopsy = false

    @Option(
        help: ArgumentHelp(
            """
            Measure with this file instead of the scenario's data; with --scale, use its first \
            records (default: the scenario's data).
            """, valueName: "file"), completion: .file())
    var input: String?

    @Flag(help: "Profile one trial of every cell, not only of cells over budget.")
    var profile = false

    @Option(
        help: ArgumentHelp(
            "Folder for the run's results (default: a new folder in .membudget/runs).",
            valueName: "dir"), completion: .directory)
    var runDir: String?

    @Flag(
        help: """
            Resume an interrupted run: the one in --run-dir, or this command's newest in \
            .membudget/runs. Without other options, reuses the original ones. The recorded \
            commands are run again, so resume only runs that you trust.
            """)
    var resume = false

    @Option(
        help: ArgumentHelp(
            "Format of the report: \(consoleChoice.list) (default: terminal).",
            valueName: "format"), completion: consoleChoice.completion,
        transform: consoleChoice.parse)
    var format: any ConsoleRenderer = TerminalReport()

    func validate() throws {
        if !commands.isEmpty, !scenarios.isEmpty {
            throw ValidationError(
                "--command replaces the scenario; leave out '\(scenarios[0])' or --command")
        }
        if verify != nil, commands.isEmpty {
            throw ValidationError(
                "--verify is for --command; to check a scenario's results, add 'verify' to its file"
            )
        }
        if profile && measure.isUntraced {
            throw ValidationError("--profile needs tracing; leave out --no-ptrace")
        }
        if profile && skipsAutopsy {
            throw ValidationError("--profile profiles every cell; leave out --no-autopsy")
        }
    }

    /// Returns the report for standard output.
    func report(of record: RunRecord) throws -> String {
        try format.text(of: record, style: .forStandardOutput)
    }

    /// The settings of the run.
    var settings: BenchSettings {
        var settings = BenchSettings()
        settings.scenarios = scenarios
        settings.commands = commands
        settings.verify = verify
        settings.measurement = measure.settings
        settings.measurement.profile = profile
        settings.measurement.need = !skipsNeed
        settings.measurement.autopsy = !skipsAutopsy
        settings.measurement.sampleInterval = profiling.sampleInterval
        settings.selection = select.selection
        settings.selection.input = input
        settings.shard = select.shard
        settings.timeLimit = select.timeLimit
        settings.commandLine = ProgramArguments.texts
        return settings
    }

    /// Prepares a bench that shows its progress on standard error.
    ///
    /// - Parameters:
    ///   - measuresShipped: The value of ``BenchSettings/measuresShipped``.
    ///   - events: A handler that also receives every event; `nil` for none.
    func prepared(
        measuresShipped: Bool = true, telling events: BenchEventHandler? = nil
    ) async throws -> PreparedBench {
        let reporter = ProgressReporter(isQuiet: measure.quiet)
        var settings = settings
        settings.measuresShipped = measuresShipped
        return try PreparedBench(settings, of: try await ScenarioCollection()) { event in
            reporter.show(event)
            events?(event)
        }
    }

    /// Runs `body`, and serves a page meanwhile with `--live`.
    ///
    /// - Parameters:
    ///   - place: The place of the run's results.
    ///   - measured: A function that extracts the measurement from the result of `body`.
    ///   - body: The run; receives the event handler of the page, or `nil` without a page.
    func shown<Value: Sendable>(
        at place: RunPlace, as measured: (Value) -> Measured,
        body: (_ events: BenchEventHandler?) async throws -> Value
    ) async throws -> Value {
        guard live.isLive else { return try await body(nil) }
        return try await LivePage(path: place.path, port: live.port ?? 0).during(measured) {
            try await body($0)
        }
    }

    /// Returns the place of the results of a command.
    func place(of command: String) throws -> RunPlace {
        try resume ? RunPlace(resuming: runDir, command: command) : RunPlace(new: runDir)
    }
}
