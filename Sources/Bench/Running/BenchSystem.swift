import Glibc
package import Harness
package import MemoryBudget
package import Processes
import Reports
package import RunStore

/// The machine that a run is made on: its facts, its clock, its signals, and what runs trials.
///
/// Tests put a fake in its place.
package protocol BenchSystem: Sendable {
    /// The variables of the harness's environment.
    var variables: [String: String] { get }
    /// The machine as runs record it.
    var environment: EnvironmentRecord { get }
    /// The memory that trials may take half of, in bytes.
    var memoryBytes: Int { get }
    /// Looks a program up as a command's start does.
    func lookUp(_ program: String) -> ProgramLookup
    /// Runs a program that isn't measured to its end.
    ///
    /// - Throws: `MachineError` with code `commandFailed` if it can't be run, ``BenchError`` after a signal.
    func run(_ command: HelperCommand, timeout: Duration) throws -> WatchedHelper.End
    /// The last signal that asked to stop; nil if none did.
    var stopSignal: Int32? { get }
    /// The time since a fixed moment.
    func now() -> Duration
    /// The variation between equal trials.
    ///
    /// - Parameters:
    ///   - folder: A folder for the trials' files.
    ///   - traces: Whether the trials of the run are traced.
    func measureNoise(in folder: String, traces: Bool) async throws -> NoiseRecord
    /// Finds out whether limits can be put in force, without running anything.
    ///
    /// - Throws: `MachineError` `.unavailable` if they can't.
    func checkEnforcement(_ limits: TrialLimits) throws
    /// Runs the trials of a scenario's cells.
    ///
    /// - Parameter inputs: By units; 0 is the empty one, for floors.
    func executor(
        of scenario: Scenario, worker: WorkerSet.Entry?, inputs: [Int: PreparedInput],
        settings: CellExecutor.Settings
    ) -> any TrialExecutor
}

extension BenchSystem {
    /// The most that a trial without budget may take.
    var ceiling: ByteCount { ByteCount(memoryBytes / 2) }

    /// Ends what is being done if a signal asked to stop.
    ///
    /// - Throws: ``BenchError`` with code `interrupted`.
    func checkStop() throws {
        if let stopSignal { throw BenchError(interruptedBy: stopSignal) }
    }

    /// The signal that an error is about, or that came while something failed; nil if there was none.
    func signal(behind error: any Error) -> Int32? {
        if let error = error as? BenchError, case .interrupted(let signal) = error.code {
            return signal
        }
        return stopSignal
    }
}

/// This machine.
package struct LocalSystem: BenchSystem {
    /// This machine, read on demand.
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
        // What a cgroup has to read again is charged to it.
        if let worker, scenario.budgets.first?.metric != .container {
            WorkerCache.drop(worker.worker)
        }
        return CellExecutor(scenario: scenario, worker: worker, inputs: inputs, settings: settings)
    }
}
