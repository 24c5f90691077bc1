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
    private let base: WorkerFolder?
    /// What the base's workers do of each scenario, by the scenario's name.
    private let bases: [String: BenchRequest]
    private let input: String?
    private let shard: Shard?
    private let earlier: RunRecord?
    let directory: RunDirectory
    let progress: ProgressReporter
    let preparation: InputPreparation
    private let timeLimit: Duration?
    private var workPath = ""
    private(set) var durations: DurationMemory
    private(set) var noise: NoiseRecord?
    /// Of the whole run, also of its earlier parts.
    private(set) var observations: [Observation] = []
    /// Of its earlier parts: what need not be run again.
    private var recorded: [TrialIdentity: Observation] = [:]

    /// Makes a session; the run directory is made and checked before anything else happens.
    init(
        requests: [BenchRequest], base: WorkerFolder? = nil, input: String?, shard: Shard?,
        place: RunPlace,
        progress: ProgressReporter, timeLimit: Duration?
    ) throws {
        directory = try RunDirectory(creating: place.path, existing: place.existing)
        earlier = place.earlier
        preparation = try InputPreparation(progress: progress)
        durations = DurationMemory(cacheRoot: preparation.cache.root)
        self.requests = requests
        self.base = base
        bases = requests.reduce(into: [:]) { bases, request in
            bases[request.scenario.name] = base.flatMap(request.base)
        }
        self.input = input
        self.shard = shard
        self.progress = progress
        self.timeLimit = timeLimit
    }

    /// Runs everything.
    ///
    /// - Returns: The record, and why the run was cut short, if it was.
    mutating func run(commandLine: [String]) async throws -> (RunRecord, RunInterruption?) {
        // Whoever has the journal has the run: nothing of it is touched before.
        var journal = try directory.openJournal()
        // Commands may change their folder, and must find their artefact all the same.
        workPath = absolutePath(try directory.makeWorkDirectory())
        // What is left of it is clutter, not a reason to lose a run over.
        defer { try? directory.removeWorkDirectory() }
        observations = try directory.observations()
        for trial in observations { recorded[TrialIdentity(trial)] = trial }
        var (prepared, planned) = try prepareOwnInput()
        var record = try begin(planned, commandLine)
        if record.finishedAt != nil {
            progress.note("\(directory.path) is finished: nothing is left to be run")
            return (record, nil)
        }
        let plan = try BenchPlan(
            of: planned.flatMap { [$0] + base(of: $0) }, own: input == nil ? nil : prepared,
            cache: preparation.cache, durations: durations, runPath: directory.path,
            recorded: Set(recorded.keys))
        progress.note(plan.text)
        do {
            try plan.disk.check()
        } catch {
            // Nothing is started that the disks have no room for, and nothing of it is left.
            _ = consume journal
            if earlier == nil { try directory.remove() }
            throw error
        }
        // Also of a run that was stopped while it was measured; not in the middle of the trials.
        if record.environment.noiseFloor == nil && observations.isEmpty {
            record.environment.noiseFloor = await measureNoise()
        }
        noise = record.environment.noiseFloor
        // Before the first trial, so that a run that is killed can be gone on with.
        try directory.write(record)
        var interruption: RunInterruption?
        var failure: (any Error)?
        for var request in planned where interruption == nil && failure == nil {
            do {
                if input == nil { prepared = try await prepare(&request) }
                let schedule = request.schedule(hasFloors: !prepared.inputs.isEmpty)
                    .paired(withBaseOf: base(of: request).flatMap(\.cells))
                do {
                    defer { prepared.stopServer() }
                    interruption = try await run(request, prepared, schedule, &journal)
                }
                if request.verifiesBreakPoints && interruption == nil {
                    interruption = try await verifyBreakPoints(of: request, &journal)
                }
            } catch {
                failure = error
            }
            record.replace(scenarioRecords(request))
        }
        progress.clear()
        durations.save()
        record = try directory.assembled(record)
        if interruption == nil && failure == nil { record.finishedAt = currentTimestamp() }
        // What was measured is kept, whatever ended the run.
        try directory.write(record)
        if let failure { throw failure }
        return (record, interruption)
    }

    /// The record without results: of a run that starts, or of the one that is gone on with.
    private func begin(_ planned: [BenchRequest], _ commandLine: [String]) throws -> RunRecord {
        let record = RunRecord(
            tool: ToolRecord(version: Version.current), startedAt: currentTimestamp(),
            environment: .current, seed: planned.first?.seed ?? 0, commandLine: commandLine,
            plan: try PlanRecord(of: planned, shard: shard, input: input, against: base?.path),
            scenarios: planned.flatMap(scenarioRecords))
        return try earlier?.resumed(as: record, path: directory.path, warn: progress.note) ?? record
    }

    /// With `--input`, every scenario runs at the one scale that the file has.
    private func prepareOwnInput() throws -> (InputPreparation.Prepared, [BenchRequest]) {
        guard let input else { return (InputPreparation.Prepared(), requests) }
        let (prepared, scale) = try preparation.own(input, folder: workPath)
        return (prepared, requests.map { $0.at(scale) })
    }

    /// What the base does of a scenario, at the scales and with what of it can run here; none
    /// without a base.
    private func base(of request: BenchRequest) -> [BenchRequest] {
        bases[request.scenario.name].map { [$0.limited(to: request)] } ?? []
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

    /// Runs a schedule; trials that verify something call for no others.
    mutating func run(
        _ request: BenchRequest, _ prepared: InputPreparation.Prepared, _ schedule: Schedule,
        _ journal: inout Journal
    ) async throws -> RunInterruption? {
        let base = base(of: request).first
        let ceiling = ByteCount(MachineFacts().memoryBytes / 2)
        let executor = BuildExecutor(
            head: self.executor(of: request, prepared, ceiling: ceiling),
            base: base.map { self.executor(of: $0, prepared, ceiling: ceiling) })
        let runner = ScenarioRunner(
            schedule: schedule,
            extra: ExtraTrials(noise: noise) { [scenario = request.scenario] in
                scenario.budget(of: $0)
            },
            needCeiling: request.measuresNeed ? ceiling : nil,
            recorded: { [recorded] planned in
                recorded[planned.identity(in: request.scenario.name)]
            },
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
                try runs.keep(report, planned)
                // Last: what is in the journal is not run again, so all of it has to be there.
                try journal.append(report.observation)
                runs.durations.note(
                    DurationForecast.Experience(
                        planned, report.observation, took: progress.elapsed - at.start),
                    in: report.observation.scenario)
                progress.didRun(
                    planned, report.observation, number: at.number, count: at.count)
            })
    }

    private func executor(
        of request: BenchRequest, _ prepared: InputPreparation.Prepared, ceiling: ByteCount
    ) -> CellExecutor {
        CellExecutor(
            scenario: request.scenario, worker: request.worker, inputs: prepared.inputs,
            settings: CellExecutor.Settings(
                workDirectory: workPath, limits: request.limits,
                ceiling: ceiling, seed: request.seed, libexec: request.libexec,
                here: request.scenario.folder,
                progress: { [progress] planned, moment in
                    progress.show(
                        moment, of: planned, unit: request.worker?.pipeline.unit ?? "")
                }))
    }

    private mutating func keep(
        _ report: TrialReport, _ planned: PlannedTrial
    ) throws {
        if planned.kind == .measured {
            try directory.write(
                report.rejectedLines.compactMap(RejectedUnit.init(line:)), of: report.observation)
        }
        try directory.write(report.series, of: report.observation)
        observations.append(report.observation)
    }

    /// A scenario, and what the base does of it.
    private func scenarioRecords(_ request: BenchRequest) -> [ScenarioRecord] {
        ([request] + base(of: request)).map(scenarioRecord)
    }

    /// The cells as they are planned, without results.
    private func scenarioRecord(_ request: BenchRequest) -> ScenarioRecord {
        ScenarioRecord(
            request.scenario, unit: request.worker?.pipeline.unit ?? "", input: input,
            unavailable: request.unavailable, cells: request.cells, observations: [])
    }

    /// How far equal trials lie apart here; nil where that can't be measured, which ends no run, and
    /// after a signal, which may have cut its trials short.
    private func measureNoise() async -> NoiseRecord? {
        do {
            let traces = requests.allSatisfy(\.limits.traces)
            let noise = try await NoiseMeasurement.run(in: workPath, traces: traces)
            guard StopSignals.last == nil else { return nil }
            progress.note(noise.sentence)
            return noise
        } catch {
            guard StopSignals.last == nil else { return nil }
            progress.note("noise floor: not measured, \(error)")
            return nil
        }
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
}

extension BenchRequest {
    /// Whether its cells read a generated dataset.
    var hasInput: Bool { scenario.dataset != nil }

    /// The order of its trials.
    func schedule(hasFloors: Bool) -> Schedule {
        Schedule(cells: cells, trials: scenario.trials, hasFloors: hasFloors, seed: seed)
    }
}
