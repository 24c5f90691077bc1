import ArgumentParser
import Bench
import MemoryBudget
import Processes
import Reports

/// The subject of `limit`, `need` and `size`: one strategy of one scenario, and the precision.
struct SearchOptions: ParsableArguments {
    @Argument(
        help: "Name under Scenarios or shipped/, or path of a scenario.", completion: .file())
    var scenario: String

    @Option(help: ArgumentHelp("Strategy to search with (required).", valueName: "name"))
    var strategy: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Set a parameter for which the scenario has several values (default: its only one).",
            valueName: "name=value"), transform: parseSetting)
    var settings: [Setting] = []

    @Option(
        help: ArgumentHelp(
            "File of your own; a scale is its first records (default: the scenario's data).",
            valueName: "file"), completion: .file())
    var input: String?

    @Option(
        help: ArgumentHelp(
            "Seed of the data (default: the scenario's, usually 42).", valueName: "n"),
        transform: parseSeed)
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Stop when the bounds are this close, in percent, 0.1 to 100 (default: 5).",
            valueName: "percent"), transform: parsePercent)
    var resolution = 5.0

    @Option(
        help: ArgumentHelp(
            "Stop starting runs after this long (default: no limit).", valueName: "time"),
        transform: parseTime)
    var timeLimit: Duration?

    @Option(
        help: ArgumentHelp(
            "Write every run and the result as JSON; - is standard output (default: none).",
            valueName: "file"), completion: .file())
    var json: String?

    /// The search; `limit`, `need` and `size` add the rest.
    func search(measured measure: MeasureOptions) -> SearchSettings {
        var search = SearchSettings(scenario: scenario, strategy: strategy)
        search.settings = settings
        search.seed = seed
        search.input = input
        search.measurement = measure.settings
        search.resolutionShare = resolution / 100
        search.timeLimit = timeLimit
        return search
    }

    /// Ends a search that has no answer.
    ///
    /// - Throws: ``Failure`` with its status, or 128 + n after a signal, when it is said how to search again.
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
