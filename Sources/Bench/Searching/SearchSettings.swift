import Harness
import Judging
package import MemoryBudget
import Processes
import RunStore

/// The subject of a search, one strategy of one scenario, and its precision.
package struct SearchSettings: Sendable {
    /// A name under `Scenarios`, or a path.
    package var scenario: String
    /// The strategy's name.
    package var strategy: String
    /// The values of parameters, where the scenario has several.
    package var settings: [Setting] = []
    /// The scale; nil takes the scenario's smallest.
    package var scale: Scale?
    /// The path of the user's own file, in place of the scenario's data; nil keeps that.
    package var input: String?
    /// The seed of the data; nil keeps the scenario's.
    package var seed: UInt64?
    /// The conditions of the runs.
    package var measurement = MeasurementSettings()
    /// The distance of both ends at which a search stops, as a share. Default 0.05.
    package var resolutionShare = 0.05
    /// The time after which no further run is started; nil for none.
    package var timeLimit: Duration?

    /// A search that takes everything else from the scenario.
    package init(scenario: String, strategy: String) {
        self.scenario = scenario
        self.strategy = strategy
    }

    /// The one cell that is looked at, at the smallest of its scales.
    ///
    /// - Parameter events: Told of the reading of the user's own file; default nobody.
    /// - Throws: ``BenchError`` 64 if parameters have several values, 69 if it can't run here.
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

    /// The scenario, on the user's own file if one is given.
    private func original(in collection: ScenarioCollection) throws -> Scenario {
        let scenarios = try collection.scenarios([scenario])
        guard var original = scenarios.first, scenarios.count == 1 else {
            throw BenchError(.usage, "'\(scenario)' is \(scenarios.count) scenarios; name one")
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
    /// The status of a search that ended so: success if all that may be tried was.
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
