import MemoryBudget
import RunStore
import Synchronization

@testable import Bench
@testable import Harness

/// A machine without processes: every trial is a formula, and takes a second of a clock that only
/// trials move.
final class FakeSystem: BenchSystem {
    /// The bytes that a trial needs, unless its budget ends it before.
    typealias Law = @Sendable (PlannedTrial) throws -> Int

    let variables: [String: String]
    private let law: Law
    private let state = Mutex(State())

    private struct State {
        var clock = Duration.zero
        var signal: Int32?
        var run: [PlannedTrial] = []
        var signalAfter: Int?
    }

    /// - Parameter cache: A folder for generated data.
    init(cache: String, law: @escaping Law) {
        variables = ["MEMBUDGET_CACHE": cache]
        self.law = law
    }

    let environment = EnvironmentRecord(
        kernel: "Linux 0", architecture: "x86_64", cpus: 2, memoryBytes: 8 << 30,
        pageSizeBytes: 4096)
    let memoryBytes = 8 << 30

    var stopSignal: Int32? { state.withLock(\.signal) }
    func now() -> Duration { state.withLock(\.clock) }

    /// The trials that were run, in order.
    var trials: [PlannedTrial] { state.withLock(\.run) }

    /// Asks to stop once so many more trials were run; nil takes the request back.
    func stop(after count: Int?) {
        state.withLock {
            $0.signal = nil
            $0.signalAfter = count.map { [run = $0.run] in $0 + run.count }
        }
    }

    func measureNoise(in folder: String, traces: Bool) async throws -> NoiseRecord {
        NoiseRecord(trials: 6, peakRSSBytes: 1024, peakRSSShare: 0.0001, wallShare: 0.01)
    }

    func executor(
        of scenario: Scenario, worker: WorkerSet.Entry?, inputs: [Int: PreparedInput],
        settings: CellExecutor.Settings
    ) -> any TrialExecutor {
        FakeExecutor(system: self, scenario: scenario, settings: settings)
    }

    /// Takes note of a trial, and returns the bytes that it needs.
    fileprivate func run(_ planned: PlannedTrial) throws -> Int {
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
        let need = try system.run(planned)
        settings.progress?(planned, TrialMoment(elapsed: .seconds(1)))
        let budget =
            planned.kind == .need
            ? Budget(metric: .peakRSS, limit: settings.ceiling)
            : scenario.budget(of: planned.cell.strategy)
        let isOver = budget.map { !$0.allows(need) } ?? false
        var observation = Observation(
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: nil),
            kind: planned.kind, index: planned.index, seed: settings.seed, startedAt: "",
            outcome: isOver ? .overBudget : .completed,
            evidence: Evidence(isOver ? .watchdog : .exited, ""),
            enforcement: EnforcementRecord(requested: settings.limits.enforcement),
            allocator: AllocatorRecord(name: .system, isAttached: false),
            wallNanoseconds: 1_000_000_000)
        observation.scenario = scenario.name
        observation.parameters = planned.cell.parameters
        observation.budget = budget.map(BudgetRecord.init)
        observation.peakRSSBytes = isOver ? budget?.limit.bytes : need
        observation.quality[.peakRSS] = .exact
        return TrialReport(observation: observation, series: Series())
    }
}
