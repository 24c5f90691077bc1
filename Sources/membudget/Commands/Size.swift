import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports
import RunStore

/// `membudget size`: the memory limit to write into a manifest.
struct Size: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the memory limit to write into a manifest, by real runs.",
        discussion: """
            Finds the smallest container that is enough at five sizes of input, as need does, fits how \
            it grows, and prints the limit that a run at --input-max exceeds with the probability of \
            --risk, in the form that the engine takes. Then runs the job under that limit, and raises \
            it if a run fails. Where the kernel can't limit memory, and with --enforce watchdog, the \
            limit follows from peak RSS. The status is 0 when a limit was found; 1 if the engine has \
            none so large; 3 if runs still fail under it, or too few sizes could be measured; \
            otherwise 70, 75 and 3 as in limit.

              membudget size csv-ingest --strategy load-all --input-max 100k

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var options: SearchOptions
    @OptionGroup var measure: MeasureOptions

    @Option(
        help: ArgumentHelp(
            "Largest input that has to fit, such as 5M (required).", valueName: "n"),
        transform: parseInputScale)
    var inputMax: Scale

    @Option(
        help: ArgumentHelp(
            "Share of runs that may exceed the limit, in percent, 0.1 to 40 (default: 1).",
            valueName: "percent"), transform: parseRisk)
    var risk = 1.0

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Engine that takes the limit: \(engineChoice.list) (default: kubernetes).",
            valueName: "engine"), completion: engineChoice.completion,
        transform: engineChoice.parse)
    var engine = SizingEngine.kubernetes

    @Option(
        name: .customLong("scale"),
        help: ArgumentHelp(
            """
            Size to measure; repeat it for several (default: five up to --input-max, or as far as \
            there is data).
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
            Raise the limit until runs take at most this much longer than without one, in percent \
            (default: no bound).
            """, valueName: "percent"), transform: parsePercent)
    var slowdown: Double?

    func validate() throws {
        guard measure.budget == nil else {
            throw ValidationError("size looks for the limit; leave --budget out")
        }
        guard [nil, .auto, .cgroup, .watchdog].contains(measure.enforce) else {
            throw ValidationError("size enforces with cgroup or watchdog")
        }
        guard [nil, .container, .peakRSS, .peakTree].contains(measure.metric) else {
            throw ValidationError(
                "an engine limits a container; use --metric container, peak-rss or peak-tree")
        }
        guard measure.enforce != .cgroup || [nil, .container].contains(measure.metric) else {
            throw ValidationError(
                "a cgroup limits what is charged; use --metric container, or leave one out")
        }
        guard scales.allSatisfy({ $0.units <= inputMax.units }) else {
            throw ValidationError("every --scale is at most --input-max")
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
        // The metric is that of the search, and the scenario may have no budget for it.
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
