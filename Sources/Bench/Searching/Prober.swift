import Datasets
import Files
import Harness
import MemoryBudget
import Processes
import RunStore

/// A runner of single trials of one strategy, at chosen scales and budgets.
struct Prober {
    let request: BenchRequest
    let system: any BenchSystem
    let events: BenchEventHandler
    private let startedAt: Duration
    private let preparation: InputPreparation
    private let folder: FreshFolder
    private let workPath: String
    /// The data of the latest trial, because the next one is often at the same scale.
    private var prepared: (units: Int, data: InputPreparation.Prepared)?
    private(set) var number = 0
    /// The results of the reference of `verify`, keyed by units.
    var references: [Int: [Observation]] = [:]

    /// Creates a prober with a folder for its trials.
    init(
        request: BenchRequest, on system: any BenchSystem, events: @escaping BenchEventHandler
    ) throws {
        preparation = InputPreparation(system: system, events: events)
        folder = try RunPlace.makeFolder()
        workPath = absolutePath(folder.path)
        startedAt = system.now()
        self.request = request
        self.system = system
        self.events = events
    }

    /// The settings of one trial.
    struct Probe {
        /// The strategy and the scale.
        var cell: Cell
        /// The limit; `nil` leaves only the ceiling of need trials.
        var budget: Budget?
        /// The enforcement of the limit.
        var enforcement: Enforcement
        /// The approximate number of probes that follow.
        var remainingCount = 0
        /// The variable that differs between the probes of the search.
        var varies: SearchVariable
    }

    /// Prepares the data of a trial and runs it.
    ///
    /// - Throws: `DatasetError` or ``BenchError`` 74 if there is no room for the data;
    ///   ``BenchError`` 128 + n after a signal.
    mutating func run(_ probe: Probe) async throws -> Observation {
        let data = try await data(at: probe.cell.scale)
        number += 1
        let planned = PlannedTrial(
            cell: probe.cell, kind: probe.budget == nil ? .need : .measured, index: number - 1)
        events(
            .started(
                planned, number: number, count: number + probe.remainingCount, remaining: nil))
        let report = try await executor(probe, data).execute(planned)
        if let signal = report.interruptedBy ?? system.stopSignal {
            throw BenchError(interruptedBy: signal)
        }
        let observation = try await compared(report.observation, of: probe, on: data)
        events(
            .probed(
                number: number, probe.cell, limit: probe.budget?.limit, varies: probe.varies,
                observation))
        return observation
    }

    /// The time since the search started.
    var elapsed: Duration { system.now() - startedAt }

    /// Stops the server of the data, and removes temporary files.
    func end() {
        prepared?.data.stopServer()
        // A folder that can't be removed is no reason to lose a result.
        folder.remove()
    }

    func executor(
        _ probe: Probe, _ data: InputPreparation.Prepared
    ) -> any TrialExecutor {
        var scenario = request.scenario
        scenario.budget = probe.budget
        for index in scenario.strategies.indices { scenario.strategies[index].budget = nil }
        let (events, unit) = (events, request.unit)
        var settings = request.executorSettings(
            workPath: workPath, ceiling: system.ceiling,
            progress: { events(.sampled($0, $1, unit: unit)) })
        settings.limits.enforcement = probe.enforcement
        return system.executor(
            of: scenario, worker: request.worker, inputs: data.inputs, settings: settings)
    }

    private mutating func data(at scale: Scale) async throws -> InputPreparation.Prepared {
        if let prepared, prepared.units == scale.units { return prepared.data }
        prepared?.data.stopServer()
        prepared = nil
        let data = try await preparation.prepared(
            request.at(scale),
            durations: DurationMemory(cacheRoot: preparation.cache?.root), runPath: folder.path)
        prepared = (scale.units, data)
        return data
    }
}
