import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports
import RunStore

/// `membudget limit`: the largest scale that fits a budget.
struct Limit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the largest scale of a strategy that fits its budget, by real runs.",
        discussion: """
            Climbs from the scenario's smallest scale until the strategy goes over its budget, then \
            bisects; both ends are run twice. Of one file per scale, it tries the scenario's scales. The \
            status is 0 when the largest scale was found, or \
            every scale that was tried fits; 1 if none does or a result is wrong; 70, 75, 3 if a run \
            crashed, timed out or could not be judged; 3 too if a larger scale fits where a smaller \
            one goes over. The results so far are still printed, also after a signal.

              membudget limit csv-ingest --strategy load-all --budget 64MiB

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var options: SearchOptions
    @OptionGroup var measure: MeasureOptions

    @Option(
        help: ArgumentHelp(
            """
            Largest scale to try (default: 16 times the scenario's largest, or all records of a file \
            of your own).
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
