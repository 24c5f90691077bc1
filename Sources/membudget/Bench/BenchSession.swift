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
        announce(planned)
        var journal = try directory.openJournal()
        var interruption: RunInterruption?
        var failure: (any Error)?
        for request in planned where interruption == nil && failure == nil {
            do {
                if input == nil { prepared = try preparation.generated(request) }
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

    private mutating func run(
        _ request: BenchRequest, _ prepared: InputPreparation.Prepared,
        _ journal: inout Journal
    ) async throws -> RunInterruption? {
        let schedule = request.schedule(hasFloors: !prepared.inputs.isEmpty)
        let executor = CellExecutor(
            scenario: request.scenario, worker: request.worker, inputs: prepared.inputs,
            settings: CellExecutor.Settings(
                workDirectory: workPath, limits: request.limits,
                ceiling: ByteCount(MachineFacts().memoryBytes / 2), seed: request.seed,
                libexec: HelperPrograms(environment: currentEnvironment()).folder,
                here: request.scenario.folder))
        let runner = ScenarioRunner(
            schedule: schedule, measuresNeed: request.measuresNeed,
            isOutOfTime: { [timeLimit, progress] in
                timeLimit.map { progress.elapsed >= $0 } ?? false
            })
        var at = (number: 0, count: 0)
        var runs = self
        // Also when a trial can't be measured: what came before it belongs to the record.
        defer { self = runs }
        return try await runner.run(
            executor,
            willRun: { planned, number, count in
                at = (number, count)
                progress.willRun(
                    planned, number: number, count: count,
                    remaining: runs.remaining(
                        schedule.trials.dropFirst(number - 1), request.scenario.name))
            },
            take: { planned, report in
                try journal.append(report.observation)
                try runs.keep(report, planned, request.scenario.name)
                progress.didRun(
                    planned, report.observation, number: at.number, count: at.count)
            })
    }

    private mutating func keep(
        _ report: TrialReport, _ planned: PlannedTrial, _ scenario: String
    ) throws {
        observations.append(report.observation)
        durations.note(report.observation, of: planned.cell, in: scenario)
        try directory.write(report.series, of: report.observation)
        if planned.kind == .measured, rejected[planned.cell] == nil, !report.rejectedLines.isEmpty {
            rejected[planned.cell] = report.rejectedLines.compactMap(RejectedUnit.init(line:))
        }
    }

    private func scenarioRecord(_ request: BenchRequest) -> ScenarioRecord {
        ScenarioRecord(
            request.scenario, unit: request.worker?.pipeline.unit ?? "", input: input,
            cells: request.cells, observations: observations, rejected: rejected)
    }

    /// The plan, before anything is generated or started.
    private func announce(_ planned: [BenchRequest]) {
        var plan = RunPlan(parts: planned.map(\.planPart), runDirectory: directory.path)
        if input == nil {
            plan.datasetBytes = planned.reduce(0) {
                $0 + ((try? preparation.missingBytes($1)) ?? 0)
            }
        }
        plan.freeBytes = MachineFacts.freeBytes(at: directory.path)
        let trials = planned.flatMap { request in
            request.schedule(hasFloors: request.hasInput || input != nil).trials.map {
                durations.duration(of: $0.cell, in: request.scenario.name)
            }
        }
        // A guess from a part of the plan would be too low.
        if !trials.contains(nil) {
            plan.estimate = trials.compactMap(\.self).reduce(.zero, +)
        }
        progress.note(String(PlanText(style: .forStandardError).text(of: plan).dropLast()))
    }

    /// What the rest of a scenario takes, as far as every cell of it is known.
    private func remaining(
        _ trials: ArraySlice<PlannedTrial>, _ scenario: String
    ) -> Duration? {
        // Past its end come need trials, and how many is not known before.
        guard !trials.isEmpty else { return nil }
        let known = trials.map { durations.duration(of: $0.cell, in: scenario) }
        return known.contains(nil) ? nil : known.compactMap(\.self).reduce(.zero, +)
    }
}

extension BenchRequest {
    /// Whether its cells read a generated dataset.
    var hasInput: Bool { scenario.dataset != nil }

    /// The order of its trials.
    func schedule(hasFloors: Bool) -> Schedule {
        Schedule(cells: cells, trials: scenario.trials, hasFloors: hasFloors, seed: seed)
    }

    /// Its line of the plan.
    var planPart: RunPlan.Part {
        let trials = schedule(hasFloors: hasInput).trials
        let floors = trials.filter { $0.kind == .floor }.count
        return RunPlan.Part(
            scenario: scenario.name, cells: cells.count, measured: trials.count - floors,
            floor: floors, needAtMost: measuresNeed ? cells.count : 0)
    }
}
