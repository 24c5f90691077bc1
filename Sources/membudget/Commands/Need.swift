import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports
import RunStore

/// `membudget need`: finds the smallest budget that is enough.
struct Need: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Run a strategy under several budgets to find the smallest one that is enough.",
        discussion: """
            Runs the strategy without a budget first, then under smaller and smaller ones. Where \
            the kernel can limit memory, each trial runs in a cgroup with that limit, like a \
            container. The kernel frees page cache before it kills anything, so a limit below the \
            peak may be enough, but the job is then slower; --curve shows by how much. Where the kernel can't \
            limit memory, and with --enforce watchdog or a --metric other than container, the \
            watchdog enforces the budget.

            Exit status, which takes the trials of --curve into account:
            0  the budget was found
            1  a result is wrong
            3  no answer, such as contradictory trials, or an early stop by --time-limit
            70  a trial crashed
            75  a trial timed out

              membudget need csv-ingest --strategy streamed --scale 160k --curve

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var options: SearchOptions
    @OptionGroup var measure: MeasureOptions<BudgetTarget>

    @Option(
        help: ArgumentHelp("Input size to test, such as 160k (required).", valueName: "n"),
        transform: parseInputScale)
    var scale: Scale

    @Flag(help: "Also measure throughput under a range of budgets, from just enough upwards.")
    var curve = false

    @Option(
        help: ArgumentHelp(
            "Runs per budget of --curve, 1 to 1000 (default: 3).", valueName: "n"),
        transform: parseTrials)
    var trials = 3

    func validate() throws {
        guard measure.budget == nil else {
            throw ValidationError("need searches for the budget; leave out --budget")
        }
        guard [nil, .auto, .cgroup, .watchdog].contains(measure.enforce) else {
            throw ValidationError("need takes --enforce auto, cgroup or watchdog")
        }
        guard measure.enforce != .cgroup || [nil, .container].contains(measure.metric) else {
            throw ValidationError(
                "a cgroup limit applies to the container charge; use --metric container, or omit"
                    + " --metric")
        }
    }

    func run() async throws {
        StopSignals.install()
        try checkExport(to: options.json, failing: .cannotCreate)
        var settings = options.search(measured: measure)
        settings.scale = scale
        // The search has its own metric, for which the scenario may have no budget.
        settings.measurement.metric = nil
        let progress = ProgressReporter(isQuiet: measure.quiet)
        let (request, cell) = try settings.request(
            in: try await ScenarioCollection(), events: progress.show)
        var search = try NeedSearch(
            of: cell, in: request, metric: measure.metric, enforcement: measure.enforce,
            settings: settings, events: progress.show)
        defer { search.end() }
        try await search.run(curveTrials: curve ? trials : 0)
        progress.clear()
        let reference = request.scenario.verification?.reference
        try options.export(
            json: search.record.json,
            text: {
                NeedReport(style: .forStandardOutput, reference: reference)
                    .text(of: search.record)
            })
        try options.conclude(
            search.status, because: search.record.stoppedBecause, interruption: search.interruption)
    }
}
