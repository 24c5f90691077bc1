import Harness
import MemoryBudget

/// The trials of a scenario that are still to be run: its schedule, then rounds of the cells that this left
/// undecided, then the profiled and the need trials that it called for.
struct TrialQueue {
    private let schedule: Schedule
    private var trials: [PlannedTrial]
    private let profiledCells: ProfiledCells
    private var profiled: [PlannedTrial] = []
    private var needs: [PlannedTrial] = []
    private var extra: ExtraTrials?
    private var forecast: NeedForecast?
    private var failed = FailedCells()
    /// How many were handed out, and so the number of the running one.
    private(set) var number = 0

    /// Starts with a schedule; without a judge there are no extra trials, without a ceiling no need
    /// trials.
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

    /// How many trials there are by now, those that were handed out included.
    var count: Int { needsStart + needs.count }

    /// The trials behind the schedule that have been called for and not yet run, the running one included;
    /// those without budget only as far as they may be expected to be run.
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

    /// The next trial; nil if nothing is left to be run.
    ///
    /// - Parameter willSkip: Called for each need trial that is left out, with the reason.
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

    /// Steps over the trials of cells whose first one failed.
    private mutating func skipFailed() {
        while number < trials.count, failed.leaveOut(trials[number]) { number += 1 }
    }

    /// Leaves out the other trials of a cell whose first one could not be run.
    mutating func leaveOut(_ planned: PlannedTrial) {
        failed.leaveOutCell(of: planned)
    }

    /// Takes note of a trial, and of the profiled and the need trial that it calls for.
    ///
    /// - Returns: The number of trials of its cell that are left out because it failed; 0 for none.
    @discardableResult
    mutating func note(_ observation: Observation, of planned: PlannedTrial) -> Int {
        noteExtra(observation, of: planned)
        guard failed.note(observation, of: planned) else { return 0 }
        return trials[number...].count {
            failed.leaveOut($0) && $0.cell == planned.cell && $0.build == planned.build
        }
    }

    private mutating func noteExtra(_ observation: Observation, of planned: PlannedTrial) {
        // Who holds the base's memory, and what it needs without its budget, is nobody's question.
        guard planned.build == .head else { return }
        extra?.note(observation, of: planned)
        forecast?.note(observation)
        guard planned.kind == .measured else { return }
        if profiledCells.includes(observation) {
            profiled.insert(PlannedTrial(cell: planned.cell, kind: .profiled, index: 0))
        }
        // Smallest scale first: what it shows says whether the larger ones are worth running.
        if forecast != nil && observation.outcome == .overBudget {
            needs.insert(PlannedTrial(cell: planned.cell, kind: .need, index: 0))
        }
    }
}

extension [PlannedTrial] {
    /// Takes a trial in, smallest scale first, unless it is there.
    fileprivate mutating func insert(_ planned: PlannedTrial) {
        guard !contains(planned) else { return }
        insert(planned, at: firstIndex { $0.cell.scale > planned.cell.scale } ?? endIndex)
    }
}
