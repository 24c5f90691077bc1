import Datasets
import Files
import Harness
import MemoryBudget
import Processes
import RunStore

/// Runs single trials of one strategy, at scales and under budgets of choice.
struct Prober {
    let request: BenchRequest
    let system: any BenchSystem
    let events: BenchEventHandler
    private let startedAt: Duration
    private let preparation: InputPreparation
    private let folder: FreshFolder
    private let workPath: String
    /// The data of the scale that was run last: the next run often is at the same.
    private var prepared: (units: Int, data: InputPreparation.Prepared)?
    private(set) var number = 0
    /// The results of the reference of `verify`, by units.
    var references: [Int: [Observation]] = [:]

    /// A prober with a folder for its runs.
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

    /// One run.
    struct Probe {
        /// The strategy and the scale.
        var cell: Cell
        /// The limit; nil for none but the ceiling of need trials.
        var budget: Budget?
        /// The way the limit is enforced.
        var enforcement: Enforcement
        /// About how many probes follow.
        var remainingCount = 0
        /// The variable that differs between the probes of the search.
        var varies: SearchVariable
    }

    /// Runs a trial; its data is made before it.
    ///
    /// - Throws: `DatasetError` or ``BenchError`` 74 where there is no room for the data; ``BenchError``
    ///   128 + n after a signal.
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

    /// The time since the first run could start.
    var elapsed: Duration { system.now() - startedAt }

    /// Stops the server and removes what was written.
    func end() {
        prepared?.data.stopServer()
        // What is left of it is clutter, not a reason to lose a result over.
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
