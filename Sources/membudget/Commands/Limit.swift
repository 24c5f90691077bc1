import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports
import RunStore

/// `membudget limit`: finds the largest scale that fits a budget.
struct Limit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a strategy at several scales to find the largest one that fits its budget.",
        discussion: """
            Climbs from the scenario's smallest scale until the strategy goes over its budget, \
            then bisects. The largest scale that fits, and the smallest that doesn't, are run \
            twice. If the data is one file per scale, only the scales of the scenario are tried. \
            The results so far are printed even after a signal.

            Exit status:
            0  the largest scale was found, or every scale that was tried fits
            1  no scale fits, or a result is wrong
            3  no answer, such as contradictory trials, or an early stop by --time-limit
            70  a trial crashed
            75  a trial timed out

              membudget limit csv-ingest --strategy load-all --budget 64MiB

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var options: SearchOptions
    @OptionGroup var measure: MeasureOptions<ScenarioTarget>

    @Option(
        help: ArgumentHelp(
            """
            Largest scale to try (default: 16 times the scenario's largest, or all records of your \
            own file).
            """, valueName: "n"), transform: parseInputScale)
    var maxScale: Scale?

    func run() async throws {
        StopSignals.install()
        try checkExport(to: options.json, failing: .cannotCreate)
        let settings = options.search(measured: measure)
        let progress = ProgressReporter(isQuiet: measure.quiet)
        let (request, cell) = try settings.request(
            in: try await ScenarioCollection(), events: progress.show)
        guard let budget = request.scenario.budget(of: cell.strategy) else {
            throw Failure(
                .usage,
                "'\(request.scenario.name)' has no budget for '\(cell.strategy)'; give one with"
                    + " --budget 64MiB")
        }
        let largest = request.scenario.scales.map(\.units).max() ?? 1
        var search = try LimitSearch(
            of: cell, in: request, budget: budget,
            maximum: max(1, maxScale?.units ?? request.largestOwnUnits ?? 16 * largest),
            settings: settings,
            events: progress.show)
        defer { search.end() }
        try await search.run()
        progress.clear()
        let reference = request.scenario.verification?.reference
        try options.export(
            json: search.record.json,
            text: {
                LimitReport(style: .forStandardOutput, reference: reference)
                    .text(of: search.record)
            })
        try options.conclude(
            search.status, because: search.record.stoppedBecause, interruption: search.interruption)
    }
}
