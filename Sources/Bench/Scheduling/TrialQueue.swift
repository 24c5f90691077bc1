import Harness
import MemoryBudget

/// The remaining trials of a scenario: its schedule, then more rounds for undecided cells, then the
/// profiled and need trials.
struct TrialQueue {
    private let schedule: Schedule
    private var trials: [PlannedTrial]
    private let profiledCells: ProfiledCells
    private var profiled: [PlannedTrial] = []
    private var needs: [PlannedTrial] = []
    private var extra: ExtraTrials?
    private var forecast: NeedForecast?
    private var failed = FailedCells()
    /// The number of trials returned so far, which is the number of the running one.
    private(set) var number = 0

    /// Creates a queue from a schedule. Without `extra` there are no extra trials; without a
    /// ceiling there are no need trials.
    init(
        _ schedule: Schedule, extra: ExtraTrials? = nil, profiling cells: ProfiledCells = .none,
        needCeiling: ByteCount?
    ) {
        self.schedule = schedule
        profiledCells = cells
        self.extra = extra
        trials = schedule.trials
        forecast = needCeiling.map(NeedForecast.init)
    }

    /// The number of trials known so far, including those already returned.
    var count: Int { needsStart + needs.count }

    /// The requested trials after the schedule that have not been run, including the running one;
    /// need trials only if they are expected to be run.
    var called: [PlannedTrial] {
        let begun = max(0, number - 1 - schedule.trials.count)
        let certain = (trials[schedule.trials.count...] + profiled).dropFirst(begun)
        let needsBegun = max(0, number - 1 - needsStart)
        return certain
            + needs.dropFirst(needsBegun).enumerated().filter { index, planned in
                (number > needsStart && index == 0) || forecast?.objection(to: planned.cell) == nil
            }.map(\.element)
    }

    private var needsStart: Int { trials.count + profiled.count }

    /// Returns the next trial; `nil` if there are no more.
    ///
    /// - Parameter willSkip: Called for each skipped need trial, with the reason.
    mutating func next(willSkip: (Cell, NeedObjection) -> Void) -> PlannedTrial? {
        skipFailed()
        if number == trials.count { trials += extra?.round(after: schedule) ?? [] }
        if number < trials.count {
            number += 1
            return trials[number - 1]
        }
        if number < needsStart {
            number += 1
            return profiled[number - 1 - trials.count]
        }
        while number < count {
            let planned = needs[number - needsStart]
            guard let objection = forecast?.objection(to: planned.cell) else {
                number += 1
                return planned
            }
            needs.remove(at: number - needsStart)
            willSkip(planned.cell, objection)
        }
        return nil
    }

    /// Skips the trials of cells whose first one failed.
    private mutating func skipFailed() {
        while number < trials.count, failed.leaveOut(trials[number]) { number += 1 }
    }

    /// Skips the other trials of a cell whose first one could not be run.
    mutating func leaveOut(_ planned: PlannedTrial) {
        failed.leaveOutCell(of: planned)
    }

    /// Records a trial, and adds the profiled and need trials that it causes.
    ///
    /// - Returns: The number of trials of its cell that are skipped because it failed; 0 for none.
    @discardableResult
    mutating func note(_ observation: Observation, of planned: PlannedTrial) -> Int {
        noteExtra(observation, of: planned)
        guard failed.note(observation, of: planned) else { return 0 }
        return trials[number...].count {
            failed.leaveOut($0) && $0.cell == planned.cell && $0.build == planned.build
        }
    }

    private mutating func noteExtra(_ observation: Observation, of planned: PlannedTrial) {
        // The base is only compared; nobody asks what holds its memory, or for its need.
        guard planned.build == .head else { return }
        extra?.note(observation, of: planned)
        forecast?.note(observation)
        guard planned.kind == .measured else { return }
        if profiledCells.includes(observation) {
            profiled.insert(PlannedTrial(cell: planned.cell, kind: .profiled, index: 0))
        }
        // Smallest scale first, because its result shows whether the larger ones are worth running.
        if forecast != nil && observation.outcome == .overBudget {
            needs.insert(PlannedTrial(cell: planned.cell, kind: .need, index: 0))
        }
    }
}

extension [PlannedTrial] {
    /// Inserts a trial, smallest scale first, if it is not yet present.
    fileprivate mutating func insert(_ planned: PlannedTrial) {
        guard !contains(planned) else { return }
        insert(planned, at: firstIndex { $0.cell.scale > planned.cell.scale } ?? endIndex)
    }
}
