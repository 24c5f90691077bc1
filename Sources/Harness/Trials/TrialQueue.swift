import MemoryBudget

/// What is still to be run of a scenario: its schedule, then the need trials that this called for.
struct TrialQueue {
    private var trials: [PlannedTrial]
    private let scheduledCount: Int
    private var forecast: NeedForecast?
    /// How many were handed out, and so the number of the running one.
    private(set) var number = 0

    /// Starts with a schedule; without a ceiling there are no need trials.
    init(_ schedule: Schedule, needCeiling: ByteCount?) {
        trials = schedule.trials
        scheduledCount = schedule.trials.count
        forecast = needCeiling.map(NeedForecast.init)
    }

    /// How many trials there are by now, those that were handed out included.
    var count: Int { trials.count }

    /// The next trial; nil if nothing is left to be run.
    ///
    /// - Parameter willSkip: Called for each need trial that is left out, with the reason.
    mutating func next(willSkip: (Cell, String) -> Void) -> PlannedTrial? {
        while number < trials.count {
            let planned = trials[number]
            guard planned.kind == .need, let reason = forecast?.objection(to: planned.cell) else {
                number += 1
                return planned
            }
            trials.remove(at: number)
            willSkip(planned.cell, reason)
        }
        return nil
    }

    /// Takes note of a trial, and of the need trial that it calls for.
    mutating func note(_ observation: Observation, of planned: PlannedTrial) {
        forecast?.note(observation)
        guard forecast != nil, planned.kind == .measured, observation.outcome == .overBudget,
            !trials[scheduledCount...].contains(where: { $0.cell == planned.cell })
        else { return }
        // Smallest scale first: what it shows says whether the larger ones are worth running.
        let place = trials[scheduledCount...].firstIndex { $0.cell.scale > planned.cell.scale }
        trials.insert(
            PlannedTrial(cell: planned.cell, kind: .need, index: 0), at: place ?? trials.endIndex)
    }
}
