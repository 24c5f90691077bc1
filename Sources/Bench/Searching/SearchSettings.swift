import Harness
import Judging
package import MemoryBudget
import Processes
import RunStore

/// The settings of a search: one strategy of one scenario, and the precision of the result.
package struct SearchSettings: Sendable {
    /// The name of a scenario under `Scenarios`, or its path.
    package var scenario: String
    /// The name of the strategy.
    package var strategy: String
    /// The values of parameters for which the scenario has several.
    package var settings: [Setting] = []
    /// The scale; `nil` selects the scenario's smallest.
    package var scale: Scale?
    /// The path of the user's own file, used instead of the scenario's data; `nil` for none.
    package var input: String?
    /// The seed of the data; `nil` keeps the scenario's.
    package var seed: UInt64?
    /// The conditions under which trials are measured.
    package var measurement = MeasurementSettings()
    /// The relative distance between the bounds at which a search stops. Default 0.05.
    package var resolutionShare = 0.05
    /// The time after which no further trial is started; `nil` for no limit.
    package var timeLimit: Duration?

    /// Creates the settings of a search that uses the scenario's values for everything else.
    package init(scenario: String, strategy: String) {
        self.scenario = scenario
        self.strategy = strategy
    }

    /// Returns the request and the one cell to search, at the smallest of its scales.
    ///
    /// - Parameter events: Receives the progress of reading the user's own file; default ignored.
    /// - Throws: ``BenchError`` 64 if parameters have several values, 69 if the strategy can't run
    ///   here.
    package func request(
        in collection: ScenarioCollection, on system: any BenchSystem = LocalSystem(),
        events: BenchEventHandler = { _ in }
    ) throws -> (request: BenchRequest, cell: Cell) {
        var measurement = measurement
        measurement.need = false
        var request = try BenchRequest(
            original(in: collection), workers: collection.workers, measurement: measurement,
            selection: selection,
            libexec: HelperPrograms(environment: system.variables).folder)
        try request.checkData()
        request.checkPrograms(on: system)
        try request.findData(on: system, clipping: scale == nil, events: events)
        guard let cell = request.cells.first else {
            let reason = request.unavailable.first?.reason ?? "it has no scale"
            throw BenchError(.unavailable, "strategy '\(strategy)' can't run here: \(reason)")
        }
        let variants = Set(request.cells.map(\.variant)).sorted()
        guard variants.count == 1 else {
            throw BenchError(
                .usage,
                "'\(strategy)' has \(variants.count) variants (\(variants.joined(separator: ", ")));"
                    + " choose one with --set NAME=VALUE")
        }
        try request.checkBeforehand(hasOwnInput: false, on: system)
        return (request, cell)
    }

    /// Returns the scenario, on the user's own file if one is given.
    private func original(in collection: ScenarioCollection) throws -> Scenario {
        let scenarios = try collection.scenarios([scenario])
        guard var original = scenarios.first, scenarios.count == 1 else {
            throw BenchError(.usage, "'\(scenario)' names \(scenarios.count) scenarios; choose one")
        }
        if let input {
            try InputFileCheck.check(input)
            original.use(input)
        }
        return original
    }

    private var selection: Selection {
        var selection = Selection()
        selection.strategies = [strategy]
        selection.scales = scale.map { [$0] } ?? []
        selection.settings = settings
        selection.seed = seed
        return selection
    }
}

extension SearchStop {
    /// The exit status of a search with this end; success if every allowed value was tried.
    var exitStatus: ExitStatus {
        switch self {
        case .largestScale, .endOfFile, .largestFile, .noRoom, .smallestIsEnough: .success
        case .noneFits, .aboveLargest: .overBudget
        case .lost(let observation): observation.result.exitStatus
        case .timeLimit, .interrupted, .undecided, .scalesAlternate, .budgetsAlternate,
            .needsTooMuch, .notRead, .noneIsEnough, .tooFewSizes, .noLaw, .tooUncertain,
            .severalProcesses, .notKept, .tooSlow:
            .inconclusive
        }
    }
}
