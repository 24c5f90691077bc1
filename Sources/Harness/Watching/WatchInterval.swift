/// The time between two rounds of watching: short while memory changes, long while it doesn't.
///
/// Each round wakes a thread, which costs 30 to 150 µs of a core: more if others have used its
/// caches in the meantime. So an idle tree is read less and less often, but the interval is at most
/// the time in which the tree could use up the rest of its budget, or 1 to 2 ms if that is longer.
struct WatchInterval {
    /// The properties of a trial that determine its intervals, besides its readings.
    struct Terms: Sendable {
        /// The budget that is judged by reading; `nil` for none.
        var budgetBytes: Int?
        /// Whether the kernel stops a tree that exceeds the budget between two rounds.
        var hasKernelLimit = false
        /// Whether a peak between two rounds is still known at the end.
        var recoversPeaks = true
        /// Whether each new high must be read in time, for example for a profile.
        var followsHighs = false

        /// Returns whether this amount lies above 75 % of the budget.
        func isClose(_ bytes: Int) -> Bool {
            budgetBytes.map { bytes > $0 / 4 * 3 } ?? false
        }
    }

    /// The change, in bytes, that is ignored: an idle tree still touches a few pages.
    static let restToleranceBytes = 64 << 10
    /// The maximum expected growth of a tree: 4 GB/s.
    static let growthBytesPerNanosecond = 4
    /// The maximum interval of an idle tree.
    static let restMaximumNanoseconds = 20_000_000
    /// The maximum interval of an idle tree if only rounds can see a peak.
    static let sampledRestMaximumNanoseconds = 5_000_000

    let terms: Terms
    private var memoryBytes = 0
    private var processCount = 0
    private var restingRoundCount = 0
    /// The current interval, in nanoseconds.
    private(set) var nanoseconds = Watcher.intervalNanoseconds

    /// Starts with the interval of an active tree.
    init(_ terms: Terms) {
        self.terms = terms
    }

    /// Whether memory has been constant for some rounds.
    var isAtRest: Bool { restingRoundCount >= Self.doublingCountMaximum }

    /// The number of doublings from the shortest interval to the longest.
    private static let doublingCountMaximum = 5
    /// The rounds at the sharpest interval before the first doubling: counters can move in steps.
    private static let sharpRoundCount = 8

    /// Adapts the interval to a round.
    ///
    /// - Parameter judgedBytes: The current value of the budget's metric, as far as it can be read.
    mutating func take(_ round: WatchRound, judgedBytes: Int) {
        noteRest(round)
        let isClose = terms.isClose(judgedBytes)
        let shortest =
            isClose && !terms.hasKernelLimit
            ? Watcher.sharpIntervalNanoseconds : Watcher.intervalNanoseconds
        let longest = max(
            Watcher.intervalNanoseconds * (terms.hasKernelLimit ? 2 : 1),
            min(maximumNanoseconds, roomNanoseconds(judgedBytes: judgedBytes)))
        let patience = shortest == Watcher.sharpIntervalNanoseconds ? Self.sharpRoundCount : 0
        let doublingCount = min(max(0, restingRoundCount - patience), Self.doublingCountMaximum)
        let interval = min(shortest << doublingCount, longest)
        let cost = round.residents.costNanoseconds
        // Close to the budget, a large tree is read as often as possible; far from it, reading must
        // be cheap.
        nanoseconds =
            isClose
            ? max(interval, cost)
            : min(
                Watcher.intervalMaximumNanoseconds, max(interval, cost * Watcher.pausePerCost))
    }

    private mutating func noteRest(_ round: WatchRound) {
        let bytes = round.residents.sumBytes + round.gauges.liveBytes
        let hasMoved =
            abs(bytes - memoryBytes) > Self.restToleranceBytes
            || round.tree.processCount != processCount
        (memoryBytes, processCount) = (bytes, round.tree.processCount)
        restingRoundCount = hasMoved || terms.followsHighs ? 0 : restingRoundCount + 1
    }

    private var maximumNanoseconds: Int {
        terms.recoversPeaks && processCount <= 1
            ? Self.restMaximumNanoseconds : Self.sampledRestMaximumNanoseconds
    }

    /// Returns the time in which a tree could use up the rest of its budget.
    private func roomNanoseconds(judgedBytes: Int) -> Int {
        guard let budgetBytes = terms.budgetBytes else { return .max }
        return max(0, budgetBytes - judgedBytes) / Self.growthBytesPerNanosecond
    }
}
