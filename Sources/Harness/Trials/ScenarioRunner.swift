import MemoryBudget

/// Runs one planned trial; a test puts a table of results in its place.
public protocol TrialExecutor: Sendable {
    /// Runs it.
    ///
    /// - Throws: `HarnessError` if it could not be measured at all.
    func execute(_ planned: PlannedTrial) async throws -> TrialReport
}

/// Why a scenario's run ended before its plan was done.
public enum RunInterruption: Hashable, Sendable {
    /// A signal asked for it.
    case signal(Int32)
    /// The time limit of the run passed.
    case timeLimit
}

/// Runs the trials of a scenario in their order, then what they call for: a need trial for every
/// cell that went over.
public struct ScenarioRunner: Sendable {
    private let schedule: Schedule
    private let measuresNeed: Bool
    private let isOutOfTime: @Sendable () -> Bool

    /// Makes a runner.
    ///
    /// - Parameters:
    ///   - schedule: What is to be run.
    ///   - measuresNeed: Whether a cell that went over gets one trial without its budget.
    ///   - isOutOfTime: Asked before each trial; default never.
    public init(
        schedule: Schedule, measuresNeed: Bool,
        isOutOfTime: @escaping @Sendable () -> Bool = { false }
    ) {
        self.schedule = schedule
        self.measuresNeed = measuresNeed
        self.isOutOfTime = isOutOfTime
    }

    /// Runs everything; each report is handed over before the next trial starts.
    ///
    /// - Parameters:
    ///   - executor: What runs a trial.
    ///   - willRun: Called before each trial with its number and how many there are by now.
    ///   - take: Stores a report; what it throws ends the run.
    /// - Returns: Why the run was cut short; nil if it wasn't.
    public func run(
        _ executor: some TrialExecutor,
        willRun: (PlannedTrial, _ number: Int, _ count: Int) -> Void,
        take: (PlannedTrial, TrialReport) async throws -> Void
    ) async throws -> RunInterruption? {
        var queue = schedule.trials
        var needed: Set<Cell> = []
        var number = 0
        while number < queue.count {
            let planned = queue[number]
            if let signal = StopSignals.last { return .signal(signal) }
            if isOutOfTime() { return .timeLimit }
            number += 1
            willRun(planned, number, queue.count)
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
            if measuresNeed, planned.kind == .measured,
                report.observation.outcome == .overBudget, needed.insert(planned.cell).inserted
            {
                queue.append(PlannedTrial(cell: planned.cell, kind: .need, index: 0))
            }
        }
        return nil
    }
}
