import Datasets
import Files
import Harness
import MemoryBudget
import Processes
import Reports
import RunStore

/// One run: prepares the data, runs every scenario, and stores every observation and the run's
/// record.
///
/// ```swift
/// let collection = try await ScenarioCollection()
/// let bench = try PreparedBench(BenchSettings(), of: collection) { _ in }
/// let measured = try await BenchSession(bench, at: RunPlace(new: nil)).run()
/// print("results in", measured.directory)
/// ```
package struct BenchSession {
    let bench: PreparedBench
    private let base: BaseBuild?
    private let earlier: RunRecord?
    private let directory: RunDirectory
    private let workPath: String
    let preparation: InputPreparation
    private let startedAt: Duration
    var durations: DurationMemory
    var outlook = RunOutlook([])
    private var noise: NoiseRecord?

    var system: any BenchSystem { bench.system }
    var events: BenchEventHandler { bench.events }
    private var settings: BenchSettings { bench.settings }

    /// Creates the run's folder, which is checked before anything else happens.
    ///
    /// - Parameters:
    ///   - base: The build whose trials are interleaved with the head's; `nil` for none.
    ///   - place: The run's folder and its current contents.
    package init(_ bench: PreparedBench, against base: BaseBuild? = nil, at place: RunPlace) throws
    {
        directory = try RunDirectory(creating: place.path, existing: place.existing)
        // Commands may start in another folder, and must still find their files.
        workPath = absolutePath(directory.workPath)
        earlier = place.earlier
        preparation = InputPreparation(system: bench.system, events: bench.events)
        durations = DurationMemory(cacheRoot: preparation.cache?.root)
        startedAt = bench.system.now()
        self.bench = bench
        self.base = base
    }

    /// Runs every scenario and returns the result.
    package consuming func run() async throws -> Measured {
        var log = try TrialLog(of: directory)
        _ = try directory.makeWorkDirectory()
        // A work folder that can't be removed is no reason to lose a run.
        defer { try? directory.removeWorkDirectory() }
        let input: (own: InputPreparation.Prepared?, requests: [BenchRequest])
        do {
            input = try prepareOwnInput()
        } catch {
            try abandon(log)
            throw error
        }
        let (own, planned) = input
        let all = planned.flatMap { [$0] + base(of: $0) }
        if earlier == nil { try log.check(for: all, by: settings) }
        var record = try begin(planned, input: own)
        let lacksRecord = earlier == nil && !log.observations.isEmpty
        if lacksRecord {
            record.resumedWithoutRecord = true
            events(.resumedWithoutRecord(path: directory.path))
        }
        guard record.finishedAt == nil else {
            events(.finishedBefore(path: directory.path))
            return Measured(record: record, interruption: nil, directory: directory.path)
        }
        if earlier != nil { try log.check(forPlanned: all) }
        do {
            try announce(planned, own, done: Set(log.earlier.keys))
        } catch {
            try abandon(log)
            throw error
        }
        // Noise is measured before the first trial, or again if the record that held it is lost.
        if record.environment.noiseFloor == nil && (log.observations.isEmpty || lacksRecord) {
            events(.forecast(outlook.beginning(step: Self.noiseDuration, knowing: durations)))
            record.environment.noiseFloor = await measureNoise()
        }
        noise = record.environment.noiseFloor
        // Written before the first trial, so that a killed run can be resumed.
        try directory.write(record)
        let (interruption, problem) = await measure(
            planned, on: own, into: &record, log: &log)
        events(.finished)
        durations.save()
        record = record.assembled(from: log.evidence).worded
        let failure = problem ?? log.problem
        if interruption == nil && failure == nil { record.finishedAt = currentTimestamp() }
        // The measurements are kept, no matter what ended the run.
        try directory.write(record)
        if record.finishedAt == nil {
            events(.unfinished(record, at: directory.path, because: failure))
        }
        if let failure { throw failure }
        return Measured(record: record, interruption: interruption, directory: directory.path)
    }

    /// Runs the trials of all scenarios, until something ends the run.
    ///
    /// - Returns: The interruption and the error that ended the run, each `nil` if there was none.
    private mutating func measure(
        _ planned: [BenchRequest], on own: InputPreparation.Prepared?,
        into record: inout RunRecord, log: inout TrialLog
    ) async -> (RunInterruption?, (any Error)?) {
        var interruption: RunInterruption?
        var failure: (any Error)?
        for var request in planned where interruption == nil && failure == nil {
            do {
                enter(request)
                let prepared = if let own { own } else { try await prepare(&request) }
                if let problem = prepared.floorProblem {
                    request.lacksFloor = true
                    events(.floorFailed(name: request.scenario.name, reason: problem))
                }
                let schedule = request.schedule(hasOwnInput: own != nil)
                    .paired(withBaseOf: base(of: request).flatMap(\.cells))
                interruption = try await run(request, prepared, schedule, &log)
                if request.verifiesBreakPoints && interruption == nil {
                    interruption = try await verifyBreakPoints(of: request, &log)
                }
            } catch {
                failure = error
            }
            record.replace(scenarioRecords(request))
        }
        return (interruption, failure)
    }

    // MARK: Before the first trial

    /// Ends a run before its first trial, and removes its folder if it has no trials.
    private func abandon(_ log: consuming TrialLog) throws {
        let isNew = earlier == nil && log.observations.isEmpty
        _ = consume log
        if isNew { try directory.remove() }
    }

    /// Prepares the user's own file, and the requests at the one scale that is all of the file;
    /// `nil` without `--input`, and if the file is divided into scales.
    private func prepareOwnInput() throws -> (InputPreparation.Prepared?, [BenchRequest]) {
        guard let input = settings.selection.wholeInput else { return (nil, bench.requests) }
        let (prepared, scale) = try preparation.own(
            input, folder: workPath, form: OwnInputForm(for: bench.requests))
        return (prepared, bench.requests.map { $0.at(scale, of: prepared) })
    }

    /// Returns the record without results, of a new run or of the one that is resumed.
    private func begin(
        _ planned: [BenchRequest], input: InputPreparation.Prepared?
    ) throws -> RunRecord {
        var files = PlannedFiles(
            knownFrom: earlier?.plan, on: system)
        let plan = try PlanRecord(of: planned, shard: settings.shard, base: base?.path) {
            try files.records(of: $0, bases: base(of: $0), input: input?.datasets.first)
        }
        let record = RunRecord(
            tool: ToolRecord(version: Version.current), startedAt: currentTimestamp(),
            environment: system.environment, seed: planned.first?.seed ?? 0,
            commandLine: settings.commandLine,
            plan: plan,
            scenarios: planned.flatMap(scenarioRecords))
        guard let earlier else { return record }
        let (resumed, changes) = try earlier.resumed(as: record, path: directory.path)
        if !changes.isEmpty { events(.machineChanged(changes)) }
        return resumed
    }

    /// Sends the plan, and checks that the disks have room for the run.
    private mutating func announce(
        _ planned: [BenchRequest], _ own: InputPreparation.Prepared?, done: Set<TrialIdentity>
    ) throws {
        durations.learnSpeed(from: planned)
        outlook = try outlook(on: planned, hasOwnInput: own != nil, done: done)
        let plan = try BenchPlan(
            of: planned.flatMap { [$0] + base(of: $0) }, own: own,
            cache: own == nil ? preparation.cache(for: planned) : nil,
            durations: durations, runPath: directory.path, recorded: done,
            ceiling: system.ceiling)
        events(.planned(plan.run))
        try plan.disk.check()
        if planned.contains(where: \.needsCache) { try preparation.cache?.checkOwnership() }
    }

    /// Measures the variation between equal trials.
    ///
    /// - Returns: The noise; `nil` if it can't be measured, which doesn't end the run, or after a
    ///   signal, which may have cut a trial short.
    private func measureNoise() async -> NoiseRecord? {
        do {
            let traces = bench.requests.allSatisfy(\.limits.traces)
            let noise = try await system.measureNoise(in: workPath, traces: traces)
            guard system.stopSignal == nil else { return nil }
            events(.noiseMeasured(noise))
            return noise
        } catch {
            guard system.stopSignal == nil else { return nil }
            events(.noiseUnknown(reason: "\(error)"))
            return nil
        }
    }

    // MARK: Trials

    /// Prepares a scenario's data; if this machine can't provide it, removes the scenario's cells.
    private func prepare(_ request: inout BenchRequest) async throws -> InputPreparation.Prepared {
        let reason: String
        do {
            return try await preparation.prepared(request)
        } catch let error as DatasetError where error.code == .unavailable {
            reason = error.message
        } catch let error as MachineError where error.code == .unavailable {
            // A helper that a signal stopped does not mean that the data is unavailable.
            try system.checkStop()
            reason = error.description
        }
        request.leaveOut(because: reason)
        events(.unavailable(scenario: request.scenario.name, reason: reason))
        return InputPreparation.Prepared()
    }

    /// Runs every strategy that has a break point just below and just above it.
    ///
    /// An edge that can't be run is reported and skipped; it doesn't end the run.
    private mutating func verifyBreakPoints(
        of request: BenchRequest, _ log: inout TrialLog
    ) async throws -> RunInterruption? {
        let edges = EdgeCells(
            of: request, from: log.observations, noise: noise?.growthNoise ?? .typical)
        for (cell, objection) in edges.skipped { events(.breakPointSkipped(cell, objection)) }
        for cell in edges.cells {
            let edge = request.with(cells: [cell])
            let prepared: InputPreparation.Prepared
            do {
                prepared = try await preparation.prepared(
                    edge, durations: durations, runPath: directory.path)
            } catch {
                if let signal = system.stopSignal { return .signal(signal) }
                events(.breakPointSkipped(cell, .noData(cause: "\(error)")))
                continue
            }
            let interruption = try await run(
                edge, prepared, Schedule(edges: [cell], seed: request.seed), &log)
            if let interruption { return interruption }
        }
        return nil
    }

    /// Runs a schedule on its data, and then stops the server of the data.
    private mutating func run(
        _ request: BenchRequest, _ prepared: InputPreparation.Prepared, _ schedule: Schedule,
        _ log: inout TrialLog
    ) async throws -> RunInterruption? {
        defer { prepared.stopServer() }
        let (events, system, earlier, bench) = (events, system, log.earlier, bench)
        let deadline = settings.timeLimit.map { startedAt + $0 }
        let runner = ScenarioRunner(
            schedule: schedule,
            extra: ExtraTrials(noise: noise) { request.scenario.budget(of: $0) },
            profiling: request.profiledCells,
            needCeiling: request.measuresNeed ? system.ceiling : nil,
            recorded: { earlier[$0.identity(in: request.scenario.name)] },
            interruption: {
                if let signal = system.stopSignal { return .signal(signal) }
                return deadline.map { system.now() >= $0 } ?? false ? .timeLimit : nil
            })
        var at = (number: 0, count: 0, start: Duration.zero)
        var remaining = RemainingTime(
            of: schedule.trials, withNeed: request.measuresNeed, profiling: request.profiledCells
        ) { earlier[$0.identity(in: request.scenario.name)] != nil }
        var (durations, outlook) = (durations, outlook)
        // Trials are remembered even if a later one can't be measured.
        defer { (self.durations, self.outlook) = (durations, outlook) }
        return try await runner.run(
            executor(of: request, prepared),
            base: base(of: request).first.map { executor(of: $0, prepared) },
            willRun: { planned, number, count, called in
                let rest = remaining.time(from: number, called: called) {
                    durations.learnSpeed(from: bench.requests)
                    return durations.forecast(for: request, ceiling: system.ceiling)
                }
                let forecast = outlook.trial(
                    number: number, count: count, rest: rest, step: remaining.step)
                at = (number, count, system.now())
                events(.forecast(forecast))
                events(
                    .started(
                        planned, number: number, count: count, remaining: forecast.remaining))
            },
            willSkip: { events(.needSkipped($0, $1)) },
            didLeaveOut: { events(.trialsLeftOut($0, count: $1)) },
            didFail: { events(.notRun($0, because: $1)) },
            take: { planned, report in
                try log.keep(report, of: planned)
                durations.note(
                    DurationForecast.Experience(
                        planned, report.observation, took: system.now() - at.start),
                    in: report.observation.scenario)
                events(
                    .ended(planned, report.observation, number: at.number, count: at.count))
            })
    }

    private func executor(
        of request: BenchRequest, _ prepared: InputPreparation.Prepared
    ) -> any TrialExecutor {
        let (events, unit) = (events, request.unit)
        return system.executor(
            of: request.scenario, worker: request.worker, inputs: prepared.inputs,
            settings: request.executorSettings(
                workPath: workPath, ceiling: system.ceiling,
                progress: { events(.sampled($0, $1, unit: unit)) }))
    }

    // MARK: The base

    /// Returns the base's part of a scenario, limited to the scales and cells that it can run;
    /// empty without a base.
    func base(of request: BenchRequest) -> [BenchRequest] {
        let original = bench.requests.first { $0.scenario.name == request.scenario.name }
        guard let base, let own = original?.base(in: base) else { return [] }
        return [own.limited(to: request)]
    }

    /// Returns the records of a scenario and of the base's part in it: the planned cells, without
    /// results.
    private func scenarioRecords(_ request: BenchRequest) -> [ScenarioRecord] {
        ([request] + base(of: request)).map { request in
            var record = ScenarioRecord(
                request.scenario, build: request.build, unit: request.unit,
                input: settings.selection.input,
                unavailable: request.unavailable, cells: request.cells, observations: []
            ).placed(variables: system.variables)
            record.repeatedRecords = request.repeatedRecords
            record.baselineClass = request.baselineClass
            return record
        }
    }
}
