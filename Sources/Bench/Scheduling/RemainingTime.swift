import Harness
import MemoryBudget

/// The time that the rest of a schedule takes.
///
/// Adding it up looks at every trial that is left, so it is done anew only once in a while: what a trial
/// costs the harness doesn't depend on how many there are.
struct RemainingTime {
    /// The most times that the sums of a schedule are made anew.
    private static let renewalsMaximum = 64

    private let trials: [PlannedTrial]
    /// The place of the trial that the sums begin with.
    private var start = 0
    /// By trial from there: the time of it and all after it; nil unless every one of them is known.
    private var sums: [Duration?] = []

    /// The time of a schedule's trials, in their order.
    init(of trials: [PlannedTrial]) {
        self.trials = trials
    }

    /// The time of the trials from one on, itself included; nil unless every one of them is known, and
    /// past the end of the schedule: need trials follow, and how many is not known before.
    ///
    /// - Parameters:
    ///   - number: The number of the trial, from 1; not smaller than before.
    ///   - forecast: Of the trials, by what is known now.
    mutating func time(from number: Int, forecast: () -> DurationForecast) -> Duration? {
        guard number <= trials.count else { return nil }
        let place = number - 1
        let interval = max(1, trials.count / Self.renewalsMaximum)
        if sums.isEmpty || place >= start + interval { renew(from: place, by: forecast()) }
        return sums[place - start]
    }

    private mutating func renew(from place: Int, by forecast: DurationForecast) {
        start = place
        sums = []
        var total: Duration? = .zero
        for planned in trials[place...].reversed() {
            let duration = total == nil ? nil : forecast.duration(of: planned)
            total = total.flatMap { total in duration.map { total + $0 } }
            sums.append(total)
        }
        sums.reverse()
    }
}
