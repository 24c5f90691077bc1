import ArgumentParser
import MemoryBudget
import RunStore

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

    @Option(help: "Seeds the data.")
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

    /// As a share.
    var resolutionShare: Double { resolution / 100 }

    /// The one cell that is looked at, at the smallest of its scales.
    ///
    /// - Throws: `Failure` 64 if parameters have several values, 69 if it can't run here.
    func request(
        _ measure: MeasureOptions, scale: Scale? = nil
    ) async throws -> (request: BenchRequest, cell: Cell) {
        let collection = try await ScenarioCollection()
        let scenarios = try collection.scenarios([scenario])
        guard let original = scenarios.first, scenarios.count == 1 else {
            throw Failure(.usage, "'\(scenario)' is \(scenarios.count) scenarios; name one")
        }
        var select = try SelectOptions.parse([])
        select.strategies = [strategy]
        select.scales = scale.map { [$0] } ?? []
        select.settings = settings
        select.seed = seed
        var request = try BenchRequest(
            original, workers: collection.workers, measure: measure, select: select,
            measuresNeed: false)
        try request.checkData()
        guard let cell = request.cells.first else {
            let reason = request.unavailable.first?.reason ?? "it has no scale"
            throw Failure(.unavailable, "strategy '\(strategy)' can't run here: \(reason)")
        }
        let variants = Set(request.cells.map(\.variant)).sorted()
        guard variants.count == 1 else {
            throw Failure(
                .usage,
                "'\(strategy)' has \(variants.count) variants (\(variants.joined(separator: ", ")));"
                    + " choose one with --set NAME=VALUE")
        }
        try request.checkBeforehand(hasOwnInput: false)
        return (request, cell)
    }
}
