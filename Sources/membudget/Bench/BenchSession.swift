import Datasets
import Harness
import MemoryBudget
import Reports
import RunStore
import ScenarioFiles

/// One invocation of `bench`: prepares the data, runs every scenario, keeps every observation, and
/// ends with the record of the run.
struct BenchSession {
    private let requests: [BenchRequest]
    private let input: String?
    private let directory: RunDirectory
    private let progress: ProgressReporter
    private let preparation: InputPreparation
    private let timeLimit: Duration?
    private let workPath: String
    private var durations: DurationMemory
    private var observations: [Observation] = []
    private var rejected: [Cell: [RejectedUnit]] = [:]

    /// Makes a session; the run directory is made and checked before anything else happens.
    init(
        requests: [BenchRequest], input: String?, runDirectory: String,
        progress: ProgressReporter, timeLimit: Duration?
    ) throws {
        directory = try RunDirectory(creating: runDirectory)
        // Commands may change their folder, and must find their artefact all the same.
        workPath = absolutePath(try directory.makeWorkDirectory())
        preparation = try InputPreparation(progress: progress)
        durations = DurationMemory(cacheRoot: preparation.cache.root)
        self.requests = requests
        self.input = input
        self.progress = progress
        self.timeLimit = timeLimit
    }

    /// Runs everything.
    ///
    /// - Returns: The record, and why the run was cut short, if it was.
    mutating func run(commandLine: [String]) async throws -> (RunRecord, RunInterruption?) {
        // What is left of it is clutter, not a reason to lose a run over.
        defer { try? directory.removeWorkDirectory() }
        var record = RunRecord(
            tool: ToolRecord(version: Version.current), startedAt: currentTimestamp(),
            environment: .current, seed: requests.first?.seed ?? 0, commandLine: commandLine)
        var (prepared, planned) = try prepareOwnInput()
        let plan = try BenchPlan(
            of: planned, own: input == nil ? nil : prepared, cache: preparation.cache,
            durations: durations, runPath: directory.path)
        progress.note(plan.text)
        try refuse(plan)
        var journal = try directory.openJournal()
        var interruption: RunInterruption?
        var failure: (any Error)?
        for var request in planned where interruption == nil && failure == nil {
            do {
                if input == nil { prepared = try await prepare(&request) }
                defer { prepared.stopServer() }
                interruption = try await run(request, prepared, &journal)
            } catch {
                failure = error
            }
            record.scenarios.append(scenarioRecord(request))
        }
        progress.clear()
        durations.save()
        record.environment.allocator = observations.lazy.compactMap(\.allocator.version).first.map {
            // Without the commit that some builds add: 5.3.0-0-g54eaed1d….
            "jemalloc \($0.prefix { $0 != "-" })"
        }
        if interruption == nil && failure == nil { record.finishedAt = currentTimestamp() }
        // What was measured is kept, whatever ended the run.
        try directory.write(record)
        if let failure { throw failure }
        return (record, interruption)
    }

    /// With `--input`, every scenario runs at the one scale that the file has.
    private func prepareOwnInput() throws -> (InputPreparation.Prepared, [BenchRequest]) {
        guard let input else { return (InputPreparation.Prepared(), requests) }
        let (prepared, scale) = try preparation.own(input, folder: workPath)
        return (prepared, requests.map { $0.at(scale) })
    }

    /// Makes or finds a scenario's data; one that this machine can't have leaves its cells out.
    private func prepare(
        _ request: inout BenchRequest
    ) async throws -> InputPreparation.Prepared {
        let reason: String
        do {
            return try await preparation.generated(request)
        } catch let error as DatasetError where error.code == .unavailable {
            reason = error.message
        } catch let error as HarnessError where error.code == .unavailable {
            // A helper that was called off is no fault of the machine.
            if let signal = StopSignals.last { throw Failure(interruptedBy: signal) }
            reason = error.description
        }
        request.leaveOut(because: reason)
        progress.note("\(request.scenario.name) can't run here: \(reason)")
        return InputPreparation.Prepared()
    }

    private mutating func run(
        _ request: BenchRequest, _ prepared: InputPreparation.Prepared,
        _ journal: inout Journal
    ) async throws -> RunInterruption? {
        let schedule = request.schedule(hasFloors: !prepared.inputs.isEmpty)
        let ceiling = ByteCount(MachineFacts().memoryBytes / 2)
        let executor = CellExecutor(
            scenario: request.scenario, worker: request.worker, inputs: prepared.inputs,
            settings: CellExecutor.Settings(
                workDirectory: workPath, limits: request.limits,
                ceiling: ceiling, seed: request.seed,
                libexec: HelperPrograms(environment: currentEnvironment()).folder,
                here: request.scenario.folder,
                progress: { [progress] planned, moment in
                    progress.show(
                        moment, of: planned, unit: request.worker?.pipeline.unit ?? "")
                }))
        let runner = ScenarioRunner(
            schedule: schedule, needCeiling: request.measuresNeed ? ceiling : nil,
            isOutOfTime: { [timeLimit, progress] in
                timeLimit.map { progress.elapsed >= $0 } ?? false
            })
        var at = (number: 0, count: 0, start: progress.elapsed)
        var runs = self
        // Also when a trial can't be measured: what came before it belongs to the record.
        defer { self = runs }
        return try await runner.run(
            executor,
            willRun: { planned, number, count in
                at = (number, count, progress.elapsed)
                progress.willRun(
                    planned, number: number, count: count,
                    remaining: runs.remaining(schedule.trials.dropFirst(number - 1), request))
            },
            willSkip: { cell, reason in
                progress.note("\(cell.variant) @ \(cell.scale.label) need: not run, \(reason)")
            },
            take: { planned, report in
                try journal.append(report.observation)
                try runs.keep(report, planned, request.scenario.name)
                runs.durations.note(
                    DurationForecast.Experience(
                        planned, report.observation, took: progress.elapsed - at.start),
                    in: request.scenario.name)
                progress.didRun(
                    planned, report.observation, number: at.number, count: at.count)
            })
    }

    private mutating func keep(
        _ report: TrialReport, _ planned: PlannedTrial, _ scenario: String
    ) throws {
        observations.append(report.observation)
        try directory.write(report.series, of: report.observation)
        if planned.kind == .measured, rejected[planned.cell] == nil, !report.rejectedLines.isEmpty {
            rejected[planned.cell] = report.rejectedLines.compactMap(RejectedUnit.init(line:))
        }
    }

    private func scenarioRecord(_ request: BenchRequest) -> ScenarioRecord {
        ScenarioRecord(
            request.scenario, unit: request.worker?.pipeline.unit ?? "", input: input,
            unavailable: request.unavailable, cells: request.cells, observations: observations,
            rejected: rejected)
    }

    /// What the rest of a scenario takes, as far as every trial of it is known.
    private func remaining(
        _ trials: ArraySlice<PlannedTrial>, _ request: BenchRequest
    ) -> Duration? {
        // Past its end come need trials, and how many is not known before.
        guard !trials.isEmpty else { return nil }
        let total = durations.forecast(for: request).total(of: Array(trials), withNeed: false)
        return total.isComplete ? total.duration : nil
    }

    /// Nothing is started that the disks have no room for, and nothing of it is left.
    private func refuse(_ plan: BenchPlan) throws {
        do {
            try plan.disk.check()
        } catch {
            try directory.remove()
            throw error
        }
    }
}

extension BenchRequest {
    /// Whether its cells read a generated dataset.
    var hasInput: Bool { scenario.dataset != nil }

    /// The order of its trials.
    func schedule(hasFloors: Bool) -> Schedule {
        Schedule(cells: cells, trials: scenario.trials, hasFloors: hasFloors, seed: seed)
    }
}
