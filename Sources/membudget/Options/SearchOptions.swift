import ArgumentParser
import Bench
import MemoryBudget

/// What `limit` and `need` are about: one strategy of one scenario, and how exactly.
struct SearchOptions: ParsableArguments {
    @Argument(help: "A name under Scenarios, or a path.")
    var scenario: String

    @Option(help: "The strategy.")
    var strategy: String

    @Option(
        name: .customLong("set"),
        help: "A parameter's value (NAME=VALUE), where the scenario has several.")
    var settings: [Setting] = []

    @Option(help: "Seeds the data.", transform: parseSeed)
    var seed: UInt64?

    @Option(help: "How near to each other both ends must be, in per cent, 0.1 to 100.")
    var resolution = 5.0

    @Option(help: "Start no further run after this time.", transform: parseTime)
    var timeLimit: Duration?

    @Option(help: "Write every run and the result as JSON; - is standard output.")
    var json: String?

    func validate() throws {
        guard (0.1...100).contains(resolution) else {
            throw ValidationError("--resolution takes 0.1 to 100 per cent")
        }
    }

    /// The search; `limit` and `need` add the rest.
    func search(measured measure: MeasureOptions) -> SearchSettings {
        var search = SearchSettings(scenario: scenario, strategy: strategy)
        search.settings = settings
        search.seed = seed
        search.measurement = measure.settings
        search.resolutionShare = resolution / 100
        search.timeLimit = timeLimit
        return search
    }
}
