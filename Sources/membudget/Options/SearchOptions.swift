import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports

/// The options of `limit`, `need` and `size`: one strategy of one scenario, and the precision.
struct SearchOptions: ParsableArguments {
    @Argument(
        help: "Scenario: a name in Scenarios/, a shipped one (shipped/NAME), or a path.",
        completion: .file())
    var scenario: String

    @Option(help: ArgumentHelp("Strategy to measure (required).", valueName: "name"))
    var strategy: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            """
            Set a parameter; required for one that has several values in the scenario (default: \
            its only value).
            """, valueName: "name=value"), transform: parseSetting)
    var settings: [Setting] = []

    @Option(
        help: ArgumentHelp(
            "Measure with the first records of this file (default: the scenario's data).",
            valueName: "file"), completion: .file())
    var input: String?

    @Option(
        help: ArgumentHelp(
            "Seed of the data (default: the scenario's, usually 42).", valueName: "n"),
        transform: parseSeed)
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Stop when both bounds of the result are this close, in percent, 0.1 to 100 (default: 5).",
            valueName: "percent"), transform: parsePercent)
    var resolution = 5.0

    @Option(
        help: ArgumentHelp(
            "Start no more runs after this long, such as 30m (default: no limit).",
            valueName: "time"),
        transform: parseTime)
    var timeLimit: Duration?

    @Option(
        help: ArgumentHelp(
            "Write all runs and the result as JSON; - is standard output (default: none).",
            valueName: "file"), completion: .file())
    var json: String?

    /// Returns the settings that the searches share; `limit`, `need` and `size` add their own.
    func search(measured measure: MeasureOptions<some MeasuredTarget>) -> SearchSettings {
        var search = SearchSettings(scenario: scenario, strategy: strategy)
        search.settings = settings
        search.seed = seed
        search.input = input
        search.measurement = measure.settings
        search.resolutionShare = resolution / 100
        search.timeLimit = timeLimit
        return search
    }

    /// Throws if a search has no result.
    ///
    /// - Throws: ``Failure`` with its status, or 128 + n after a signal, which also prints how to
    ///   search again.
    func conclude(
        _ status: ExitStatus, because reason: String?, interruption: Int32?
    ) throws {
        if let interruption {
            printError(EventText.searchCutShort(command: shellWords(ProgramArguments.texts)))
            throw Failure(interruptedBy: interruption)
        }
        guard status == .success else { throw Failure(status, reason) }
    }
}
