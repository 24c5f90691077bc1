package import Harness
package import MemoryBudget
import Processes

/// The reason why a run ended before its plan was complete.
package enum RunInterruption: Hashable, Sendable {
    /// A signal asked the run to stop.
    case signal(Int32)
    /// The run reached its time limit.
    case timeLimit
}

/// A runner of a scenario's trials in order, and then of the additional trials that they cause.
///
/// These are more measured trials for each undecided cell, a profiled trial for each cell that is
/// to be profiled, and a need trial for each cell over budget, smallest scale first, as long as it
/// is expected to stay below the ceiling.
package struct ScenarioRunner: Sendable {
    private let schedule: Schedule
    private let extra: ExtraTrials?
    private let profiledCells: ProfiledCells
    private let needCeiling: ByteCount?
    private let recorded: @Sendable (PlannedTrial) -> Observation?
    private let interruption: @Sendable () -> RunInterruption?

    /// Creates a runner that has run nothing.
    ///
    /// - Parameters:
    ///   - schedule: The trials to run.
    ///   - extra: Decides which cells get more measured trials; default none.
    ///   - cells: The cells that get a profiled trial; default none.
    ///   - needCeiling: The maximum memory of a trial without a budget; `nil` runs none.
    ///   - recorded: Returns the observation of a trial in an earlier part of the run, which is
    ///     then not repeated; default none.
    ///   - interruption: Called before each trial and after a failed one; default never interrupts.
    package init(
        schedule: Schedule, extra: ExtraTrials? = nil, profiling cells: ProfiledCells = .none,
        needCeiling: ByteCount?,
        recorded: @escaping @Sendable (PlannedTrial) -> Observation? = { _ in nil },
        interruption: @escaping @Sendable () -> RunInterruption? = { nil }
    ) {
        self.schedule = schedule
        self.extra = extra
        profiledCells = cells
        self.needCeiling = needCeiling
        self.recorded = recorded
        self.interruption = interruption
    }

    /// Runs all trials; each report is passed to `take` before the next trial starts.
    ///
    /// - Parameters:
    ///   - executor: Runs the trials of the head.
    ///   - base: Runs the trials of the base; `nil` if none are planned.
    ///   - willRun: Called before each trial with its number, the number of known trials, and the
    ///     requested trials after the schedule that have not been run.
    ///   - willSkip: Called for each skipped need trial, with the reason.
    ///   - didLeaveOut: Called for each trial whose failure makes the others of its cell pointless,
    ///     with the number of the others.
    ///   - didFail: Called with the reason for each profiled trial that could not be run, and for
    ///     each floor whose `setup` failed. Nothing is judged by these, so the run continues.
    ///   - take: Stores a report; an error in it ends the run.
    /// - Returns: The reason why the run was cut short; `nil` if it wasn't.
    package func run(
        _ executor: any TrialExecutor, base: (any TrialExecutor)? = nil,
        willRun: (
            PlannedTrial, _ number: Int, _ count: Int, _ called: () -> [PlannedTrial]
        ) -> Void,
        willSkip: (Cell, NeedObjection) -> Void = { _, _ in },
        didLeaveOut: (PlannedTrial, _ count: Int) -> Void = { _, _ in },
        didFail: (PlannedTrial, any Error) -> Void = { _, _ in },
        take: (PlannedTrial, TrialReport) async throws -> Void
    ) async throws -> RunInterruption? {
        var queue = TrialQueue(
            schedule, extra: extra, profiling: profiledCells, needCeiling: needCeiling)
        while let planned = queue.next(willSkip: willSkip) {
            if let observation = recorded(planned) {
                queue.note(observation, of: planned)
                continue
            }
            if let reason = interruption() { return reason }
            willRun(planned, queue.number, queue.count) { queue.called }
            let report: TrialReport
            do {
                report = try await runner(of: planned, executor, base).execute(planned)
            } catch {
                if case .signal(let signal) = interruption() { return .signal(signal) }
                guard planned.mayBeMissing(because: error) else { throw error }
                // Failing to run a profiled trial doesn't affect the measured ones of its cell.
                if planned.kind == .floor { queue.leaveOut(planned) }
                didFail(planned, error)
                continue
            }
            // An interrupted trial is not an observation.
            if let signal = report.interruptedBy { return .signal(signal) }
            try await take(planned, report)
            let count = queue.note(report.observation, of: planned)
            if count > 0 { didLeaveOut(planned, count) }
        }
        return nil
    }

    private func runner(
        of planned: PlannedTrial, _ head: any TrialExecutor, _ base: (any TrialExecutor)?
    ) -> any TrialExecutor {
        guard planned.build == .base else { return head }
        guard let base else {
            preconditionFailure("a trial is planned for a base that there isn't")
        }
        return base
    }
}

extension PlannedTrial {
    /// Returns whether the run continues without this trial: a profiled one, or a floor whose
    /// `setup` fails, as many do on empty input.
    fileprivate func mayBeMissing(because error: any Error) -> Bool {
        kind == .profiled || kind == .floor && (error as? MachineError)?.code == .commandFailed
    }
}
