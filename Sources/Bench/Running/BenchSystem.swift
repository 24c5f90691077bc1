import Glibc
package import Harness
package import MemoryBudget
package import Processes
import Reports
package import RunStore

/// The machine that a run uses: its properties, clock and signals, and the means to run trials.
///
/// Tests use a fake instead.
package protocol BenchSystem: Sendable {
    /// The variables of the harness's environment.
    var variables: [String: String] { get }
    /// The description of the machine that is recorded in runs.
    var environment: EnvironmentRecord { get }
    /// The memory of the machine, in bytes; trials may use half of it.
    var memoryBytes: Int { get }
    /// Looks up a program in the same way as starting a command does.
    func lookUp(_ program: String) -> ProgramLookup
    /// Runs a program that isn't measured, until it exits.
    ///
    /// - Throws: `MachineError` with code `commandFailed` if it can't be run, ``BenchError`` after a
    ///   signal.
    func run(_ command: HelperCommand, timeout: Duration) throws -> WatchedHelper.End
    /// The latest signal that asked to stop; `nil` if there was none.
    var stopSignal: Int32? { get }
    /// Returns the time since a fixed moment.
    func now() -> Duration
    /// Measures the variation between equal trials.
    ///
    /// - Parameters:
    ///   - folder: A folder for the trials' files.
    ///   - traces: Whether the trials of the run are traced.
    func measureNoise(in folder: String, traces: Bool) async throws -> NoiseRecord
    /// Checks whether limits can be enforced, without running anything.
    ///
    /// - Throws: `MachineError` `.unavailable` if they can't.
    func checkEnforcement(_ limits: TrialLimits) throws
    /// Returns an executor that runs the trials of a scenario's cells.
    ///
    /// - Parameter inputs: The inputs, keyed by units; 0 is the empty one, for floors.
    func executor(
        of scenario: Scenario, worker: WorkerSet.Entry?, inputs: [Int: PreparedInput],
        settings: CellExecutor.Settings
    ) -> any TrialExecutor
}

extension BenchSystem {
    /// The maximum memory of a trial without a budget.
    var ceiling: ByteCount { ByteCount(memoryBytes / 2) }

    /// Throws if a signal asked to stop.
    ///
    /// - Throws: ``BenchError`` with code `interrupted`.
    func checkStop() throws {
        if let stopSignal { throw BenchError(interruptedBy: stopSignal) }
    }

    /// Returns the signal that an error reports, or that arrived before it; `nil` if there was
    /// none.
    func signal(behind error: any Error) -> Int32? {
        if let error = error as? BenchError, case .interrupted(let signal) = error.code {
            return signal
        }
        return stopSignal
    }
}

/// The machine that this process runs on.
package struct LocalSystem: BenchSystem {
    /// Creates a system that reads the machine's state on demand.
    package init() {}

    package var variables: [String: String] { currentEnvironment() }
    package var environment: EnvironmentRecord { .current }
    package var memoryBytes: Int { MachineFacts().memoryBytes }
    package var stopSignal: Int32? { StopSignals.last }

    package func lookUp(_ program: String) -> ProgramLookup {
        ProgramLookup(program, searchPath: variables["PATH"], workingDirectory: nil)
    }

    package func run(
        _ command: HelperCommand, timeout: Duration
    ) throws -> WatchedHelper.End {
        try WatchedHelper.run(command, timeout: timeout) { try checkStop() }
    }

    package func now() -> Duration { .nanoseconds(monotonicNanoseconds()) }

    package func measureNoise(in folder: String, traces: Bool) async throws -> NoiseRecord {
        try await NoiseMeasurement.run(
            in: folder, traces: traces, describe: EvidenceText.sentence)
    }

    package func checkEnforcement(_ limits: TrialLimits) throws {
        try EnforcementMechanisms.check(limits)
    }

    package func executor(
        of scenario: Scenario, worker: WorkerSet.Entry?, inputs: [Int: PreparedInput],
        settings: CellExecutor.Settings
    ) -> any TrialExecutor {
        // A cgroup is charged for pages that it has to read again.
        if let worker, scenario.budgets.first?.metric != .container {
            WorkerCache.drop(worker.worker)
        }
        return CellExecutor(scenario: scenario, worker: worker, inputs: inputs, settings: settings)
    }
}
