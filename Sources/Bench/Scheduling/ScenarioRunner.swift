package import Harness
package import MemoryBudget
import Processes

/// The reason that a run ended before its plan was done.
package enum RunInterruption: Hashable, Sendable {
    /// A signal asked for it.
    case signal(Int32)
    /// The time limit of the run passed.
    case timeLimit
}

/// Runs the trials of a scenario in their order, then the ones that they call for: more of the same
/// for every cell that they leave undecided, a profiled trial for every cell that is to be profiled,
/// and a need trial for every cell that went over, smallest scale first, as long as it may be expected
/// to end by itself.
package struct ScenarioRunner: Sendable {
    private let schedule: Schedule
    private let extra: ExtraTrials?
    private let profiledCells: ProfiledCells
    private let needCeiling: ByteCount?
    private let recorded: @Sendable (PlannedTrial) -> Observation?
    private let interruption: @Sendable () -> RunInterruption?

    /// A runner that has run nothing.
    ///
    /// - Parameters:
    ///   - schedule: The trials to run.
    ///   - extra: Decides which cells get more trials; default none.
    ///   - cells: Those that get a profiled trial; default none.
    ///   - needCeiling: The most that a trial without budget may take; nil runs none.
    ///   - recorded: The observation of a trial in an earlier part of the run, which is then not run
    ///     again; default none.
    ///   - interruption: Asked before each trial and after one that failed; default never.
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

    /// Runs everything; each report is handed over before the next trial starts.
    ///
    /// - Parameters:
    ///   - executor: Runs the trials of the installed workers.
    ///   - base: Runs those of the base; nil if none is planned.
    ///   - willRun: Called before each trial with its number, how many there are by now, and those behind
    ///     the schedule that have been called for and not yet run.
    ///   - willSkip: Called for each need trial that is not run, with the reason.
    ///   - didLeaveOut: Called for each trial whose failure makes the others of its cell needless, with their
    ///     number.
    ///   - didFail: Called for each profiled trial that could not be run, and for each floor whose `setup`
    ///     failed, with the reason: nothing is judged by it, so the run goes on.
    ///   - take: Stores a report; an error of it ends the run.
    /// - Returns: Why the run was cut short; nil if it wasn't.
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
                // A profiled trial says nothing of the measured ones of its cell.
                if planned.kind == .floor { queue.leaveOut(planned) }
                didFail(planned, error)
                continue
            }
            // Half a trial is no observation.
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
    /// Whether a run goes on without it: with a profiled one, and with a floor whose `setup` fails, as many
    /// do on an empty input.
    fileprivate func mayBeMissing(because error: any Error) -> Bool {
        kind == .profiled || kind == .floor && (error as? MachineError)?.code == .commandFailed
    }
}
