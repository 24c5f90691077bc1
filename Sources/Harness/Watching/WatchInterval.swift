/// The time between two rounds of watching: short while memory moves, long while it stands still.
///
/// Each round wakes a thread, which costs 30 to 150 µs of a core: more when others have used its caches
/// meanwhile. So a tree at rest is left alone for longer and longer, but never for so long that it could
/// use up the rest of its budget unseen, down to an interval that is short enough anywhere.
struct WatchInterval {
    /// The facts of a trial that set its intervals, beside its readings.
    struct Terms: Sendable {
        /// The budget that is judged by reading; nil if none is.
        var budgetBytes: Int?
        /// Whether the kernel stops what outgrows the budget between two rounds.
        var hasKernelLimit = false
        /// Whether a peak between two rounds is still known at the end.
        var recoversPeaks = true
        /// Whether something has to be read at each new high, such as a profile.
        var followsHighs = false

        /// Whether so much lies above 75 % of the budget.
        func isClose(_ bytes: Int) -> Bool {
            budgetBytes.map { bytes > $0 / 4 * 3 } ?? false
        }
    }

    /// A change of this many bytes is none: at rest a tree still touches a page here and there.
    static let restToleranceBytes = 64 << 10
    /// No tree is expected to grow faster: 4 GiB/s.
    static let growthBytesPerNanosecond = 4
    /// The longest interval at rest.
    static let restMaximumNanoseconds = 20_000_000
    /// The same where rounds alone see a peak.
    static let sampledRestMaximumNanoseconds = 5_000_000

    let terms: Terms
    private var memoryBytes = 0
    private var processCount = 0
    private var restingRoundCount = 0
    /// The interval now, in nanoseconds.
    private(set) var nanoseconds = Watcher.intervalNanoseconds

    /// Starts with the interval of a tree that moves.
    init(_ terms: Terms) {
        self.terms = terms
    }

    /// Whether memory has stood still for some rounds.
    var isAtRest: Bool { restingRoundCount >= Self.doublingCountMaximum }

    /// Doublings from the shortest interval to the longest.
    private static let doublingCountMaximum = 5
    /// Rounds at the sharpest interval before the first doubling: counters can move in steps.
    private static let sharpRoundCount = 8

    /// Takes a round.
    ///
    /// - Parameter judgedBytes: The budget's metric, as far as it can be read now.
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
        // Close to the budget a large tree is read as often as it can be; far from it, it may cost
        // little.
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

    /// The time in which a tree could use up what its budget leaves.
    private func roomNanoseconds(judgedBytes: Int) -> Int {
        guard let budgetBytes = terms.budgetBytes else { return .max }
        return max(0, budgetBytes - judgedBytes) / Self.growthBytesPerNanosecond
    }
}
