import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports
import RunStore

/// `membudget size`: finds the memory limit to set for a job.
struct Size: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a job to find its memory limit for Kubernetes or another platform.",
        discussion: """
            At each of five input sizes, finds the smallest container that is enough, as 'need' \
            does. Fits a curve to these container sizes, and reads the limit for --input-max from it: a run \
            exceeds that limit with a probability of at most --risk. Then runs the job under the \
            limit, and raises it if a run fails. Prints the limit in the syntax of the platform. \
            Where the kernel can't limit memory, and with --enforce watchdog, the limit is derived \
            from peak RSS.

            Exit status:
            0  a limit was found
            1  the platform allows no limit that large, or a result is wrong
            3  no answer, such as runs that still fail, too few sizes, or --time-limit
            70  a trial crashed
            75  a trial timed out

              membudget size csv-ingest --strategy load-all --input-max 100k

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var options: SearchOptions
    @OptionGroup var measure: MeasureOptions<PlatformTarget>

    @Option(
        help: ArgumentHelp(
            "Largest input that must fit, such as 5M (required).", valueName: "n"),
        transform: parseInputScale)
    var inputMax: Scale

    @Option(
        help: ArgumentHelp(
            "Acceptable share of runs over the limit, in percent, 0.1 to 40 (default: 1).",
            valueName: "percent"), transform: parseRisk)
    var risk = 1.0

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Platform that the limit is for: \(engineChoice.list) (default: kubernetes).",
            valueName: "platform"), completion: engineChoice.completion,
        transform: engineChoice.parse)
    var engine = SizingEngine.kubernetes

    @Option(
        name: .customLong("scale"),
        help: ArgumentHelp(
            """
            Input size to measure; repeatable (default: five sizes up to --input-max, or up to the \
            end of the data).
            """, valueName: "n"), transform: parseInputScale)
    var scales: [Scale] = []

    @Option(
        help: ArgumentHelp(
            "Runs under the limit, 1 to 1000 (default: 10).", valueName: "n"),
        transform: parseTrials)
    var trials = 10

    @Option(
        help: ArgumentHelp(
            """
            Raise the limit until runs are at most this much slower than without a limit, in \
            percent (default: any).
            """, valueName: "percent"), transform: parsePercent)
    var slowdown: Double?

    func validate() throws {
        guard measure.budget == nil else {
            throw ValidationError("size searches for the limit; leave out --budget")
        }
        guard [nil, .auto, .cgroup, .watchdog].contains(measure.enforce) else {
            throw ValidationError("size takes --enforce auto, cgroup or watchdog")
        }
        guard [nil, .container, .peakRSS, .peakTree].contains(measure.metric) else {
            throw ValidationError(
                "a platform limits a container; use --metric container, peak-rss or peak-tree")
        }
        guard measure.enforce != .cgroup || [nil, .container].contains(measure.metric) else {
            throw ValidationError(
                "a cgroup limit applies to the container charge; use --metric container, or omit"
                    + " --metric")
        }
        guard scales.allSatisfy({ $0.units <= inputMax.units }) else {
            throw ValidationError("every --scale must be at most --input-max")
        }
    }

    private var question: SizeQuestion {
        var question = SizeQuestion(engine: engine, inputMax: inputMax)
        question.riskShare = risk / 100
        question.scales = scales
        question.trials = trials
        question.slowdownShare = slowdown.map { $0 / 100 }
        return question
    }

    func run() async throws {
        StopSignals.install()
        try checkExport(to: options.json, failing: .cannotCreate)
        var settings = options.search(measured: measure)
        // The search has its own metric, for which the scenario may have no budget.
        settings.measurement.metric = nil
        let progress = ProgressReporter(isQuiet: measure.quiet)
        let (request, cell) = try settings.request(
            in: try await ScenarioCollection(), events: progress.show)
        var search = try SizeSearch(
            of: cell, in: request, for: question, metric: measure.metric,
            enforcement: measure.enforce, settings: settings, events: progress.show)
        try await search.run()
        progress.clear()
        let reference = request.scenario.verification?.reference
        try options.export(
            json: search.record.json,
            text: {
                SizeReport(style: .forStandardOutput, reference: reference).text(of: search.record)
            })
        try options.conclude(
            search.status, because: search.record.stoppedBecause, interruption: search.interruption)
    }
}
