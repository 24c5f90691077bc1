/// The time and the number of the trials that follow in a run, over all of its scenarios.
struct RunOutlook {
    /// A scenario that is still to be run.
    struct Part {
        /// The trials of its schedule.
        var count: Int
        /// Making its data, and starting what serves it.
        var preparing: Duration
        /// The time of its trials that were not recorded before, by what is known now; nil if nobody knows.
        var time: (DurationMemory) -> Duration?
    }

    private var later: [Part]
    /// The time of the scenarios behind it; nil unless all of it is known.
    private var laterTime: Duration?
    /// The trials of the scenarios behind it.
    private var laterCount = 0
    /// The trials of those before it.
    private var earlierCount = 0
    /// The trials of the one that is run, as far as they are known by now.
    private var ownCount = 0

    /// An outlook on scenarios in the order in which they are run.
    init(_ parts: [Part]) {
        later = parts
        laterCount = parts.reduce(0) { $0 + $1.count }
    }

    /// The next scenario is about to be prepared: its data, then its trials and all that follows.
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

    /// A step before the first scenario, such as the measurement of noise.
    func beginning(step: Duration, knowing durations: DurationMemory) -> RunForecast {
        RunForecast(
            number: 0, count: laterCount,
            remaining: Self.sum(later, knowing: durations).map { $0 + step },
            step: step)
    }

    /// A trial of the scenario is about to start.
    ///
    /// - Parameters:
    ///   - number: Its number in the scenario.
    ///   - count: The trials of the scenario, as far as they are known by now.
    ///   - rest: The time to the end of the scenario; nil if nobody knows.
    ///   - step: The time of the trial; nil if nobody knows.
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
