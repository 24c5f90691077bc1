import Harness
import MemoryBudget

/// The remaining time of a scenario: its schedule, and the trials that are expected to follow it.
///
/// The sum covers all remaining trials, so it is updated only occasionally: the cost per trial must
/// not depend on the number of trials.
struct RemainingTime {
    /// The maximum number of times that the sums of a schedule are recomputed.
    private static let renewalsMaximum = 64

    private let trials: [PlannedTrial]
    private let isDone: [Bool]
    private let withNeed: Bool
    private let profiledCells: ProfiledCells
    /// The index of the trial that the sums begin with.
    private var start = 0
    /// The duration of each trial and all after it, from ``start`` on; `nil` if any of them is
    /// unknown.
    private var sums: [Duration?] = []
    /// The duration of the trials after the schedule; `nil` if any of them is unknown.
    private var following: Duration?
    /// The duration of the trial that was queried last; `nil` if unknown.
    private(set) var step: Duration?

    /// Creates the remaining time for a schedule's trials, in order.
    ///
    /// - Parameters:
    ///   - withNeed: Whether cells that go over their budget get a need trial; default false.
    ///   - cells: The cells that get a profiled trial; default none.
    ///   - isDone: Returns whether a trial was recorded before and takes no more time; default
    ///     none.
    init(
        of trials: [PlannedTrial], withNeed: Bool = false, profiling cells: ProfiledCells = .none,
        isDone: (PlannedTrial) -> Bool = { _ in false }
    ) {
        self.trials = trials
        self.withNeed = withNeed
        profiledCells = cells
        self.isDone = trials.map(isDone)
    }

    /// Returns the duration of the trials from a number on, inclusive; `nil` if unknown, and after
    /// the last one.
    ///
    /// - Parameters:
    ///   - number: The number of the trial, from 1; must not decrease between calls.
    ///   - called: Returns the requested trials after the schedule that have not been run,
    ///     including the one that starts; default none.
    ///   - forecast: Returns the current forecast of the trials.
    mutating func time(
        from number: Int, called: () -> [PlannedTrial] = { [] }, forecast: () -> DurationForecast
    ) -> Duration? {
        guard number <= trials.count else {
            let (called, forecast) = (called(), forecast())
            step = called.first.flatMap { Self.duration(of: $0, by: forecast) }
            return called.isEmpty ? nil : Self.sum(called, by: forecast)
        }
        let place = number - 1
        let interval = max(1, trials.count / Self.renewalsMaximum)
        if sums.isEmpty || place >= start + interval {
            renew(from: place, called: called(), by: forecast())
        }
        let own = sums[place - start]
        let behind = place + 1 < trials.count ? sums[place + 1 - start] : .zero
        step = own.flatMap { own in behind.map { own - $0 } }
        return own.flatMap { own in following.map { own + $0 } }
    }

    private mutating func renew(
        from place: Int, called: [PlannedTrial], by forecast: DurationForecast
    ) {
        start = place
        sums = []
        var total: Duration? = .zero
        for index in (place..<trials.count).reversed() {
            let duration =
                total == nil
                ? nil : isDone[index] ? .zero : Self.duration(of: trials[index], by: forecast)
            total = total.flatMap { total in duration.map { total + $0 } }
            sums.append(total)
        }
        sums.reverse()
        following = Self.sum(called, by: forecast).flatMap { called in
            expected(from: place, by: forecast).map { called + $0 }
        }
    }

    /// Returns the expected duration of additional trials for the cells that have not started;
    /// those of other cells are already known.
    private func expected(from place: Int, by forecast: DurationForecast) -> Duration? {
        let measured = trials.indices.filter {
            trials[$0].kind == .measured && trials[$0].build == .head
        }
        let begun = Set(measured.filter { $0 < place || isDone[$0] }.map { trials[$0].cell })
        let cells = Set(measured.map { trials[$0].cell }).subtracting(begun)
        return cells.reduce(Duration?.some(.zero)) { sum, cell in
            forecast.following(cell, withNeed: withNeed, profiling: profiledCells)
                .reduce(sum) { sum, time in sum.flatMap { sum in time.map { sum + $0 } } }
        }
    }

    private static func sum(
        _ trials: [PlannedTrial], by forecast: DurationForecast
    ) -> Duration? {
        trials.reduce(Duration?.some(.zero)) { sum, planned in
            sum.flatMap { sum in duration(of: planned, by: forecast).map { sum + $0 } }
        }
    }

    private static func duration(
        of planned: PlannedTrial, by forecast: DurationForecast
    ) -> Duration? {
        forecast.duration(of: planned) ?? forecast.borrowed(for: planned)
    }
}
