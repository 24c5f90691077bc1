package import MemoryBudget

/// Runs one planned trial; a test puts a table of results in its place.
package protocol TrialExecutor: Sendable {
    /// Runs it.
    ///
    /// - Throws: `HarnessError` if it could not be measured at all.
    func execute(_ planned: PlannedTrial) async throws -> TrialReport
}

/// Why a scenario's run ended before its plan was done.
package enum RunInterruption: Hashable, Sendable {
    /// A signal asked for it.
    case signal(Int32)
    /// The time limit of the run passed.
    case timeLimit
}

/// Runs the trials of a scenario in their order, then what they call for: more of the same for every
/// cell that they leave undecided, and a need trial for every cell that went over, smallest scale
/// first, as long as it may be expected to end by itself.
package struct ScenarioRunner: Sendable {
    private let schedule: Schedule
    private let extra: ExtraTrials?
    private let needCeiling: ByteCount?
    private let recorded: @Sendable (PlannedTrial) -> Observation?
    private let isOutOfTime: @Sendable () -> Bool

    /// Makes a runner.
    ///
    /// - Parameters:
    ///   - schedule: What is to be run.
    ///   - extra: Says which cells get more trials; default none.
    ///   - needCeiling: The most that a trial without budget may take; nil runs none.
    ///   - recorded: What an earlier part of the run saw of a trial, which is then not run again;
    ///     default nothing.
    ///   - isOutOfTime: Asked before each trial; default never.
    package init(
        schedule: Schedule, extra: ExtraTrials? = nil, needCeiling: ByteCount?,
        recorded: @escaping @Sendable (PlannedTrial) -> Observation? = { _ in nil },
        isOutOfTime: @escaping @Sendable () -> Bool = { false }
    ) {
        self.schedule = schedule
        self.extra = extra
        self.needCeiling = needCeiling
        self.recorded = recorded
        self.isOutOfTime = isOutOfTime
    }

    /// Runs everything; each report is handed over before the next trial starts.
    ///
    /// - Parameters:
    ///   - executor: What runs a trial.
    ///   - willRun: Called before each trial with its number and how many there are by now.
    ///   - willSkip: Called for each need trial that is not run, with the reason.
    ///   - take: Stores a report; what it throws ends the run.
    /// - Returns: Why the run was cut short; nil if it wasn't.
    package func run(
        _ executor: some TrialExecutor,
        willRun: (PlannedTrial, _ number: Int, _ count: Int) -> Void,
        willSkip: (Cell, _ reason: String) -> Void = { _, _ in },
        take: (PlannedTrial, TrialReport) async throws -> Void
    ) async throws -> RunInterruption? {
        var queue = TrialQueue(schedule, extra: extra, needCeiling: needCeiling)
        while let planned = queue.next(willSkip: willSkip) {
            if let observation = recorded(planned) {
                queue.note(observation, of: planned)
                continue
            }
            if let signal = StopSignals.last { return .signal(signal) }
            if isOutOfTime() { return .timeLimit }
            willRun(planned, queue.number, queue.count)
            let report: TrialReport
            do {
                report = try await executor.execute(planned)
            } catch {
                if let signal = StopSignals.last { return .signal(signal) }
                throw error
            }
            // Half a trial is no observation.
            if let signal = report.interruptedBy { return .signal(signal) }
            try await take(planned, report)
            queue.note(report.observation, of: planned)
        }
        return nil
    }
}
