import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports
import RunStore

/// `membudget need`: the smallest budget that is enough.
struct Need: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Find the smallest budget that is enough for a strategy at a scale, by real runs.",
        discussion: """
            Runs without a budget first, then under smaller and smaller ones. Where the kernel can \
            limit memory, each is a container of that size (--metric container): page cache is given \
            back before anything is killed, so that less than the peak may be enough, at a price in \
            time that --curve shows. Otherwise, or with --enforce watchdog or another --metric, the \
            watchdog reads the metric. The \
            status is 0 when the budget was found; 3 if a smaller budget is enough where a larger one is \
            not; otherwise 70, 75, 3 and 1 as in limit. The runs of --curve count too.

              membudget need csv-ingest --strategy streamed --scale 160k --curve

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var options: SearchOptions
    @OptionGroup var measure: MeasureOptions

    @Option(
        help: ArgumentHelp("Input size to test, such as 160k (required).", valueName: "n"),
        transform: parseInputScale)
    var scale: Scale

    @Flag(help: "Also measure the throughput under budgets from just enough upwards.")
    var curve = false

    @Option(
        help: ArgumentHelp(
            "Runs per budget of the curve, 1 to 1000 (default: 3).", valueName: "n"),
        transform: parseTrials)
    var trials = 3

    func validate() throws {
        guard measure.budget == nil else {
            throw ValidationError("need looks for the budget; leave --budget out")
        }
        guard [nil, .auto, .cgroup, .watchdog].contains(measure.enforce) else {
            throw ValidationError("need enforces with cgroup or watchdog")
        }
        guard measure.enforce != .cgroup || [nil, .container].contains(measure.metric) else {
            throw ValidationError(
                "a cgroup limits what is charged; use --metric container, or leave one out")
        }
    }

    func run() async throws {
        StopSignals.install()
        try checkExport(to: options.json, failing: .cannotCreate)
        var settings = options.search(measured: measure)
        settings.scale = scale
        // The metric is that of the search, and the scenario may have no budget for it.
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
