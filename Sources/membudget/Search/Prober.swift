import Datasets
import Harness
import MemoryBudget
import RunStore
import ScenarioFiles

/// Runs single trials of one strategy, at scales and under budgets of choice.
struct Prober {
    let request: BenchRequest
    let progress: ProgressReporter
    private let preparation: InputPreparation
    private let directory: RunDirectory
    private let workPath: String
    /// The data of the scale that was run last: the next run often is at the same.
    private var prepared: (units: Int, data: InputPreparation.Prepared)?
    private var number = 0

    init(request: BenchRequest, progress: ProgressReporter) throws {
        directory = try RunDirectory(creating: RunPlace.newPath)
        workPath = absolutePath(try directory.makeWorkDirectory())
        preparation = try InputPreparation(progress: progress)
        self.request = request
        self.progress = progress
    }

    /// What is run next.
    struct Probe {
        /// Which strategy, at which scale.
        var cell: Cell
        /// Under which limit; nil for none but the ceiling of need trials.
        var budget: Budget?
        var enforcement: Enforcement
        /// How many probes follow, about.
        var remainingCount = 0
        /// What is tried, for people.
        var title: String
    }

    /// Runs a trial; its data is made before it.
    ///
    /// - Throws: `DatasetError` or `Failure` 74 where there is no room for the data; `Failure`
    ///   128 + n after a signal.
    mutating func run(_ probe: Probe) async throws -> Observation {
        let data = try await data(at: probe.cell.scale)
        number += 1
        let planned = PlannedTrial(
            cell: probe.cell, kind: probe.budget == nil ? .need : .measured, index: number - 1)
        progress.willRun(
            planned, number: number, count: number + probe.remainingCount, remaining: nil)
        let report = try await executor(probe, data).execute(planned)
        if let signal = report.interruptedBy ?? StopSignals.last {
            throw Failure(interruptedBy: signal)
        }
        let time = TimeSpan.describe(.nanoseconds(report.observation.wallNanoseconds))
        let peak = report.observation.peakRSSBytes.map { ByteCount($0).description } ?? "no peak"
        progress.note(
            "[\(number)] \(probe.title): \(report.observation.outcome.rawValue), \(peak), \(time)")
        return report.observation
    }

    /// Stops the server and removes what was written.
    func end() {
        prepared?.data.stopServer()
        // What is left of it is clutter, not a reason to lose a result over.
        try? directory.remove()
    }

    private func executor(
        _ probe: Probe, _ data: InputPreparation.Prepared
    ) -> CellExecutor {
        var scenario = request.scenario
        scenario.budget = probe.budget
        for index in scenario.strategies.indices { scenario.strategies[index].budget = nil }
        var limits = request.limits
        limits.enforcement = probe.enforcement
        let unit = request.worker?.pipeline.unit ?? ""
        return CellExecutor(
            scenario: scenario, worker: request.worker, inputs: data.inputs,
            settings: CellExecutor.Settings(
                workDirectory: workPath, limits: limits,
                ceiling: ByteCount(MachineFacts().memoryBytes / 2), seed: request.seed,
                libexec: HelperPrograms(environment: currentEnvironment()).folder,
                here: scenario.folder,
                progress: { [progress] planned, moment in
                    progress.show(moment, of: planned, unit: unit)
                }))
    }

    private mutating func data(at scale: Scale) async throws -> InputPreparation.Prepared {
        if let prepared, prepared.units == scale.units { return prepared.data }
        prepared?.data.stopServer()
        prepared = nil
        let scaled = request.at(scale)
        try BenchPlan(
            of: [scaled], own: nil, cache: preparation.cache,
            durations: DurationMemory(cacheRoot: preparation.cache.root), runPath: directory.path
        ).disk.check()
        let data = try await preparation.generated(scaled)
        prepared = (scale.units, data)
        return data
    }
}
