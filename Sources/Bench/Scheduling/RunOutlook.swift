/// The remaining time and number of trials of a run, over all of its scenarios.
struct RunOutlook {
    /// A scenario that has not been run yet.
    struct Part {
        /// The number of trials in the schedule.
        var count: Int
        /// The time to generate the data, and to start its server.
        var preparing: Duration
        /// The duration of the trials that were not recorded before, by the current forecast; `nil`
        /// if unknown.
        var time: (DurationMemory) -> Duration?
    }

    private var later: [Part]
    /// The duration of the later scenarios; `nil` if any part is unknown.
    private var laterTime: Duration?
    /// The number of trials of the later scenarios.
    private var laterCount = 0
    /// The number of trials of the earlier scenarios.
    private var earlierCount = 0
    /// The number of trials of the current scenario known so far.
    private var ownCount = 0

    /// Creates an outlook on scenarios, in the order in which they run.
    init(_ parts: [Part]) {
        later = parts
        laterCount = parts.reduce(0) { $0 + $1.count }
    }

    /// Moves to the next scenario, and returns the forecast before its data is prepared.
    mutating func enter(knowing durations: DurationMemory) -> RunForecast? {
        guard !later.isEmpty else { return nil }
        let part = later.removeFirst()
        earlierCount += ownCount
        ownCount = part.count
        laterCount -= part.count
        laterTime = Self.sum(later, knowing: durations)
        let rest = part.time(durations).flatMap { own in laterTime.map { own + $0 } }
        return RunForecast(
            number: earlierCount, count: earlierCount + ownCount + laterCount,
            remaining: rest.map { $0 + part.preparing }, step: part.preparing)
    }

    /// Returns the forecast for a step before the first scenario, such as the measurement of noise.
    func beginning(step: Duration, knowing durations: DurationMemory) -> RunForecast {
        RunForecast(
            number: 0, count: laterCount,
            remaining: Self.sum(later, knowing: durations).map { $0 + step },
            step: step)
    }

    /// Returns the forecast for a trial of the scenario that is about to start.
    ///
    /// - Parameters:
    ///   - number: The number of the trial in the scenario.
    ///   - count: The number of trials of the scenario known so far.
    ///   - rest: The time to the end of the scenario; `nil` if unknown.
    ///   - step: The duration of the trial; `nil` if unknown.
    mutating func trial(number: Int, count: Int, rest: Duration?, step: Duration?) -> RunForecast {
        ownCount = count
        return RunForecast(
            number: earlierCount + number, count: earlierCount + count + laterCount,
            remaining: rest.flatMap { rest in laterTime.map { rest + $0 } }, step: step)
    }

    private static func sum(_ parts: [Part], knowing durations: DurationMemory) -> Duration? {
        parts.reduce(Duration?.some(.zero)) { sum, part in
            sum.flatMap { sum in part.time(durations).map { sum + $0 + part.preparing } }
        }
    }
}
