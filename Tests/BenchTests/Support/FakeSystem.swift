import Files
import MemoryBudget
import Processes
import RunStore
import Synchronization

@testable import Bench
@testable import Harness

/// A machine without processes: every trial is a formula, and takes one second of a clock that only
/// trials advance.
final class FakeSystem: BenchSystem {
    /// A function that returns the behavior of each trial.
    typealias Law = @Sendable (PlannedTrial) throws -> FakeTrial

    let variables: [String: String]
    let environment: EnvironmentRecord
    private let law: Law
    private let state = Mutex(State())

    private struct State {
        var clock = Duration.zero
        var signal: Int32?
        var run: [PlannedTrial] = []
        var signalAfter: Int?
        var noiseCount = 0
        var inputs: [[Int: PreparedInput]] = []
    }

    /// - Parameters:
    ///   - cache: The folder of generated data; `nil` for a machine that has none.
    ///   - cLibrary: The C library as recorded in runs.
    ///   - missingPrograms: The programs of commands that don't exist.
    ///   - hasCgroups: Whether cgroups with limits can be created.
    ///   - memoryBytes: The memory of the machine.
    init(
        cache: String?, cLibrary: String? = nil, missingPrograms: Set<String> = [],
        hasCgroups: Bool = true, memoryBytes: Int = 8 << 30, law: @escaping Law
    ) {
        self.memoryBytes = memoryBytes
        self.hasCgroups = hasCgroups
        variables = cache.map { ["MEMBUDGET_CACHE": $0] } ?? [:]
        self.missingPrograms = missingPrograms
        environment = EnvironmentRecord(
            kernel: "Linux 0", architecture: "x86_64", cpus: 2, memoryBytes: 8 << 30,
            pageSizeBytes: 4096, cLibrary: cLibrary)
        self.law = law
    }

    let memoryBytes: Int
    /// The programs that aren't measured.
    let helpers = FakeHelpers()

    private let hasCgroups: Bool

    func checkEnforcement(_ limits: TrialLimits) throws {
        _ = try EnforcementPlan(
            limits: limits,
            mechanisms: [FakeLimit(isAvailable: hasCgroups), Watchdog(), DataLimit()])
    }

    /// The programs of commands that don't exist; all others do.
    let missingPrograms: Set<String>

    func lookUp(_ program: String) -> ProgramLookup {
        missingPrograms.contains(program) ? .notFound : .found(path: ExactPath(program))
    }

    var stopSignal: Int32? { state.withLock(\.signal) }
    func now() -> Duration { state.withLock(\.clock) }

    /// The trials that were run, in order.
    var trials: [PlannedTrial] { state.withLock(\.run) }

    /// The data that was passed to each executor, keyed by units.
    var inputs: [[Int: PreparedInput]] { state.withLock(\.inputs) }

    /// The number of noise measurements.
    var noiseCount: Int { state.withLock(\.noiseCount) }

    /// Requests a stop after this many further trials; `nil` cancels the request.
    func stop(after count: Int?) {
        state.withLock {
            $0.signal = nil
            $0.signalAfter = count.map { [run = $0.run] in $0 + run.count }
        }
    }

    func measureNoise(in folder: String, traces: Bool) async throws -> NoiseRecord {
        state.withLock { $0.noiseCount += 1 }
        return NoiseRecord(trials: 6, peakRSSBytes: 1024, peakRSSShare: 0.0001, wallShare: 0.01)
    }

    func executor(
        of scenario: Scenario, worker: WorkerSet.Entry?, inputs: [Int: PreparedInput],
        settings: CellExecutor.Settings
    ) -> any TrialExecutor {
        state.withLock { $0.inputs.append(inputs) }
        return FakeExecutor(system: self, scenario: scenario, settings: settings)
    }

    /// Records a trial and returns its behavior.
    fileprivate func run(_ planned: PlannedTrial) throws -> FakeTrial {
        state.withLock {
            $0.run.append(planned)
            $0.clock += .seconds(1)
            if let signalAfter = $0.signalAfter, $0.run.count >= signalAfter { $0.signal = 15 }
        }
        return try law(planned)
    }
}

/// Runs the trials of a ``FakeSystem``.
private struct FakeExecutor: TrialExecutor {
    let system: FakeSystem
    let scenario: Scenario
    let settings: CellExecutor.Settings

    func execute(_ planned: PlannedTrial) async throws -> TrialReport {
        let trial = try system.run(planned)
        settings.progress?(planned, TrialMoment(elapsed: .seconds(1)))
        var report = TrialReport(
            observation: observation(of: trial, as: planned), series: Series())
        report.rejectedLines = trial.rejectedRows.map {
            "{\"line\": \($0), \"reason\": \"ragged\"}"
        }
        return report
    }

    private func observation(of trial: FakeTrial, as planned: PlannedTrial) -> Observation {
        let budget =
            planned.kind == .need
            ? Budget(metric: .peakRSS, limit: settings.ceiling)
            : scenario.budget(of: planned.cell.strategy)
        let isOver = budget.map { !$0.allows(trial.bytes) } ?? false
        let isSlow =
            planned.kind != .need && budget.map { $0.limit.bytes < trial.slowBelow ?? 0 } ?? false
        let outcome =
            trial.evidence != nil ? .unmeasured : isOver ? .overBudget : trial.outcome
        var observation = Observation(
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: nil),
            kind: planned.kind, index: planned.index, seed: settings.seed, startedAt: "",
            outcome: outcome,
            evidence: Evidence(
                trial.evidence
                    ?? (isOver && budget?.metric == .container ? .cgroup : outcome.fakeEvidence),
                detail: "by law"),
            enforcement: EnforcementRecord(requested: settings.limits.enforcement),
            allocator: AllocatorRecord(name: .system, isAttached: false),
            wallNanoseconds: isSlow ? 3_000_000_000 : 1_000_000_000)
        observation.scenario = scenario.name
        observation.parameters = planned.cell.parameters
        observation.budget = budget
        observation.peakRSSBytes = isOver ? budget?.limit.bytes : trial.bytes
        observation.peakAnonBytes = observation.peakRSSBytes
        if let others = trial.otherBytes {
            observation.processCount = 2
            observation.peakTreeBytes = trial.bytes + others
        }
        observation.quality[.peakRSS] = .exact
        if trial.uncertainBytes > 0, !isOver {
            observation.peakRSSHighBytes = trial.bytes + trial.uncertainBytes
            observation.quality[.peakRSS] = .interval
        }
        if budget?.metric == .container || planned.kind == .need {
            observation.cgroupPeakBytes = observation.peakRSSBytes
            observation.peakFileBytes = 3 << 20
        }
        observation.rowsFailed = trial.rejectedRows.count
        let hasResult = [.completed, .wrongResult].contains(outcome)
        observation.check = hasResult && planned.kind != .floor ? trial.check : nil
        if let digest = trial.digest { observation.digest = digest }
        if trial.isCheckFailed, outcome == .completed, planned.kind != .floor {
            let proof = TrialEvidence.Proof.checkFailed(cause: .exitCode(code: 2), words: "")
            observation.outcome = proof.outcome
            observation.evidence = Evidence(TrialEvidence(proof), detail: "by law")
        }
        if case .pipeline = scenario.job, outcome == .completed {
            observation.digest = "00000000000000ff"
        }
        return observation
    }
}

/// A fake kernel limit that may be available, and limits nothing.
private struct FakeLimit: EnforcementMechanism {
    let tier = EnforcementTier.cgroupV2
    let request = Enforcement.cgroup
    let title = "cgroup limit"
    let isAvailable: Bool

    func probe() -> Capability? { nil }

    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand? {
        CgroupLimit(version: CgroupV2(), source: .system).demand(request, for: budget)
    }

    func arm(
        _ demand: EnforcementDemand, for limits: TrialLimits
    ) throws(EnforcementUnavailable) -> (any ArmedEnforcement)? {
        guard isAvailable else { throw EnforcementUnavailable(reason: "there is none here") }
        return Armed()
    }

    private struct Armed: ArmedEnforcement, EnforcementEvidence {
        let tier = EnforcementTier.cgroupV2
        func evidence() -> any EnforcementEvidence { self }
        func proof(of trial: RawTrial) -> TrialEvidence.Proof? { nil }
    }
}
