import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports
import RunStore

/// What `bench` and `gate` both understand.
struct BenchOptions: ParsableArguments {
    @Argument(help: "Names under Scenarios, paths, or folders of scenarios.")
    var scenarios: [String] = []

    @OptionGroup var measure: MeasureOptions
    @OptionGroup var profiling: ProfilingOptions
    @OptionGroup var select: SelectOptions
    @OptionGroup var live: LiveOptions

    @Flag(
        name: .customLong("no-need"), help: "No trial without budget for cells that went over.")
    var skipsNeed = false

    @Flag(name: .customLong("no-autopsy"), help: "No profiled trial for cells that went over.")
    var skipsAutopsy = false

    @Option(help: "A file of your own, in place of generated data; its result is checked too.")
    var input: String?

    @Flag(help: "Profile every cell once, not only those that went over: who held its memory.")
    var profile = false

    @Option(help: "Where the run is kept (default: a new folder below .membudget/runs).")
    var runDir: String?

    @Flag(
        help: """
            Go on with an interrupted run: the one in --run-dir, else this command's newest below \
            .membudget/runs. Alone, it takes the options that the run was started with, and so runs \
            the commands of whoever made that directory: resume only runs that you trust.
            """)
    var resume = false

    @Option(help: "The report on standard output: \(ConsoleFormat.names).")
    var format: ConsoleFormat = .terminal

    func validate() throws {
        if profile && measure.isUntraced {
            throw ValidationError("--profile reads what a process leaves by tracing it")
        }
        if profile && skipsAutopsy {
            throw ValidationError("--profile profiles every cell; leave out --no-autopsy")
        }
    }

    /// The report on standard output.
    func report(of record: RunRecord) throws -> String {
        try format.renderer.text(of: record, style: .forStandardOutput)
    }

    /// The settings of the run.
    var settings: BenchSettings {
        var settings = BenchSettings()
        settings.scenarios = scenarios
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
    /// - Parameter events: Gets what happens too; nil for nobody.
    func prepared(telling events: BenchEventHandler? = nil) async throws -> PreparedBench {
        let reporter = ProgressReporter(isQuiet: measure.quiet)
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
