import Harness
import MemoryBudget

/// The time that the rest of a scenario takes: its schedule, and the trials that this is expected to call for.
///
/// Adding it up looks at every trial that is left, so it is done anew only once in a while: what a trial
/// costs the harness doesn't depend on how many there are.
struct RemainingTime {
    /// The most times that the sums of a schedule are made anew.
    private static let renewalsMaximum = 64

    private let trials: [PlannedTrial]
    private let isDone: [Bool]
    private let withNeed: Bool
    private let profiledCells: ProfiledCells
    /// The place of the trial that the sums begin with.
    private var start = 0
    /// By trial from there: the time of it and all after it; nil unless every one of them is known.
    private var sums: [Duration?] = []
    /// The time of what follows the schedule; nil unless all of it is known.
    private var following: Duration?
    /// The time of the trial that was asked for last; nil if nobody knows.
    private(set) var step: Duration?

    /// The time of a schedule's trials, in their order.
    ///
    /// - Parameters:
    ///   - withNeed: Whether cells that go over their budget get a need trial; default false.
    ///   - cells: Which cells get a profiled trial; default none.
    ///   - isDone: Whether a trial was recorded before and takes no more time; default none.
    init(
        of trials: [PlannedTrial], withNeed: Bool = false, profiling cells: ProfiledCells = .none,
        isDone: (PlannedTrial) -> Bool = { _ in false }
    ) {
        self.trials = trials
        self.withNeed = withNeed
        profiledCells = cells
        self.isDone = trials.map(isDone)
    }

    /// The time of the trials from one on, itself included; nil if it isn't known, and after the last one.
    ///
    /// - Parameters:
    ///   - number: The number of the trial, from 1; not smaller than before.
    ///   - called: The trials behind the schedule that have been called for and not yet run, the one that
    ///     starts included; default none.
    ///   - forecast: Of the trials, by what is known now.
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

    /// The time of what cells are expected to call for of which no trial was run yet: what the others call
    /// for is known.
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
