import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports
import RunStore

/// The options that `bench` and `gate` share.
struct BenchOptions: ParsableArguments {
    @Argument(
        help: "Names under Scenarios or shipped/, paths, or folders of scenarios.",
        completion: .file())
    var scenarios: [String] = []

    @Option(
        name: .customLong("command"),
        help: ArgumentHelp(
            """
            Measure a command of your own in place of a scenario, such as 'python3 a.py {input}'; \
            repeatable, each is a strategy (default: none).
            """, valueName: "command"))
    var commands: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Check each result of --command: a command that ends with 0 if it is right and 1 if not, such \
            as 'python3 check.py {input} {output}', or same-as:NAME to compare it with that of a strategy \
            (default: results are not checked).
            """, valueName: "check"))
    var verify: String?

    @OptionGroup var measure: MeasureOptions
    @OptionGroup var profiling: ProfilingOptions
    @OptionGroup var select: SelectOptions
    @OptionGroup var live: LiveOptions

    @Flag(
        name: .customLong("no-need"), help: "Skip the unbudgeted trial of cells that went over.")
    var skipsNeed = false

    @Flag(name: .customLong("no-autopsy"), help: "Skip the profiled trial of cells that went over.")
    var skipsAutopsy = false

    @Option(
        help: ArgumentHelp(
            """
            File of your own to run on: all of it, or with --scale its first records (default: the \
            scenario's data).
            """, valueName: "file"), completion: .file())
    var input: String?

    @Flag(help: "Profile every cell once, not only those that went over.")
    var profile = false

    @Option(
        help: ArgumentHelp(
            "Folder of the run's results (default: a new one below .membudget/runs).",
            valueName: "dir"), completion: .directory)
    var runDir: String?

    @Flag(
        help: """
            Resume an interrupted run: the one in --run-dir, or else this command's newest below \
            .membudget/runs. Without other options, reuses the original ones. It runs the commands \
            that the run was started with: resume only runs that you trust.
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
                "--command takes the place of a scenario; leave out '\(scenarios[0])' or --command")
        }
        if verify != nil, commands.isEmpty {
            throw ValidationError(
                "--verify checks the results of --command; for a scenario, write 'verify' in its file"
            )
        }
        if profile && measure.isUntraced {
            throw ValidationError("--profile reads what a process leaves by tracing it")
        }
        if profile && skipsAutopsy {
            throw ValidationError("--profile profiles every cell; leave out --no-autopsy")
        }
    }

    /// The report on standard output.
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

    /// A bench whose progress is drawn on standard error.
    ///
    /// - Parameters:
    ///   - measuresShipped: As ``BenchSettings/measuresShipped``.
    ///   - events: Gets what happens too; nil for nobody.
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

    /// Runs `body`, and with `--live` serves a page meanwhile.
    ///
    /// - Parameters:
    ///   - place: The place of the run.
    ///   - measured: The measurement in what `body` returns.
    ///   - body: Gets the handler of the page; nil without one.
    func shown<Value: Sendable>(
        at place: RunPlace, as measured: (Value) -> Measured,
        body: (_ events: BenchEventHandler?) async throws -> Value
    ) async throws -> Value {
        guard live.isLive else { return try await body(nil) }
        return try await LivePage(path: place.path, port: live.port ?? 0).during(measured) {
            try await body($0)
        }
    }

    /// Where the run of a command is kept.
    func place(of command: String) throws -> RunPlace {
        try resume ? RunPlace(resuming: runDir, command: command) : RunPlace(new: runDir)
    }
}
