import MemoryBudget

/// The memory pressure on a tree at one moment, as the kernel counts it for the trial's own group.
struct PressureReading: Equatable, Sendable {
    /// The time that all of its tasks have waited for memory at once, since the group was made.
    var fullMicroseconds: Int
    /// The processor time that its programs have used; the kernel's on their behalf is not in it.
    var userMicroseconds: Int
    /// The lowest `memory.high` of the group and those above it, in bytes; nil for none.
    var highBytes: Int?
    /// When it had been read. A harness below the same `memory.high` is slowed down too, even between
    /// the start of a round and its readings.
    var takenNanoseconds = 0
}

/// A tree that stood still for want of memory until its deadline.
struct Stall: Equatable, Sendable {
    /// The time that all of its tasks waited for memory at once.
    var stalledNanoseconds: Int
    /// The time before the deadline that was looked at.
    var windowNanoseconds: Int
    /// The `memory.high` that held it, in bytes.
    var highBytes: Int
}

/// Looks at the pressure on a tree in the last 10 s before its deadline.
///
/// The kernel slows down what exceeds a `memory.high`, without a limit and without an event: a tree
/// can wait for memory for ever. A deadline within the first 10 s shows nothing of the kind.
struct StallWatch: Equatable, Sendable {
    /// The time before the deadline in which the tree must have stood still.
    static let windowNanoseconds = 10_000_000_000
    /// The time between two readings of the pressure.
    ///
    /// At each reading, and every 2 s, the kernel takes a mean of what its processors saw since the
    /// last one: of a task that moved meanwhile it counts half the time. Measured on two processors
    /// (6.1): a process that only waited reads 55 to 85 % if nobody looks, 94 to 97 % at this interval.
    static let intervalNanoseconds = 100_000_000
    /// The share of it that all tasks must have waited for memory, in per cent.
    private static let stalledPercent = 90
    /// The share of it up to which processor time is no progress, in per cent.
    private static let idlePercent = 1

    private struct Moment: Equatable {
        var pressure: PressureReading
        /// Units of work that are done or rejected; nil if the command counts none.
        var unitCount: Int?
        /// The start of the round in which it was read.
        var nanoseconds: Int
    }

    private let deadlineNanoseconds: Int
    private var dueNanoseconds: Int
    private var first: Moment?
    private var isDone = false
    /// The finding at the deadline; nil if the tree did not stand still.
    private(set) var stall: Stall?

    /// Waits for the last stretch before a deadline; nil without one, or with too little time before
    /// it.
    init?(_ settings: Watcher.Settings, startNanoseconds: Int) {
        guard let timeoutNanoseconds = settings.timeout?.wholeNanoseconds,
            timeoutNanoseconds >= Self.windowNanoseconds
        else { return nil }
        deadlineNanoseconds = startNanoseconds + timeoutNanoseconds
        dueNanoseconds = deadlineNanoseconds - Self.windowNanoseconds
    }

    /// Whether the pressure is to be read.
    func isDue(at now: Int) -> Bool { !isDone && now >= dueNanoseconds }

    /// Takes the reading of a round in which it was due; none, where none can be read, ends the watch.
    mutating func take(_ round: WatchRound, at now: Int) {
        guard isDue(at: now) else { return }
        guard let pressure = round.pressure else { return isDone = true }
        let moment = Moment(
            pressure: pressure, unitCount: round.gauges.unitCount, nanoseconds: now)
        let start = first ?? moment
        first = start
        dueNanoseconds = min(now + Self.intervalNanoseconds, deadlineNanoseconds)
        guard now >= deadlineNanoseconds else { return }
        isDone = true
        stall = Self.stall(from: start, to: moment)
    }

    private static func stall(from first: Moment, to last: Moment) -> Stall? {
        // From before the first reading until after the last, so that its share is never too high.
        let window = last.pressure.takenNanoseconds - first.nanoseconds
        let stalled = (last.pressure.fullMicroseconds - first.pressure.fullMicroseconds) * 1000
        guard let highBytes = last.pressure.highBytes,
            // The watcher may have come late to the first reading.
            window * 100 >= windowNanoseconds * stalledPercent,
            stalled * 100 >= window * stalledPercent, !hasProgress(from: first, to: last)
        else { return nil }
        return Stall(
            stalledNanoseconds: stalled, windowNanoseconds: window, highBytes: highBytes)
    }

    /// Whether a command that counts units got one done, or one that doesn't came to compute.
    private static func hasProgress(from first: Moment, to last: Moment) -> Bool {
        if let before = first.unitCount, let after = last.unitCount { return after != before }
        let used = (last.pressure.userMicroseconds - first.pressure.userMicroseconds) * 1000
        return used * 100 > (last.pressure.takenNanoseconds - first.nanoseconds) * idlePercent
    }
}
