import MemoryBudget

/// The memory pressure on a tree at one moment, as counted by the kernel for the trial's own group.
struct PressureReading: Equatable, Sendable {
    /// The time that all of its tasks have waited for memory simultaneously, since the group was
    /// created.
    var fullMicroseconds: Int
    /// The processor time used by its programs, excluding the kernel's on their behalf.
    var userMicroseconds: Int
    /// The lowest `memory.high` of the group and those above it, in bytes; `nil` for none.
    var highBytes: Int?
    /// The time at the end of the reading. A harness below the same `memory.high` is slowed down
    /// too, even between the start of a round and its readings.
    var takenNanoseconds = 0
}

/// A tree that made no progress until its deadline because it waited for memory.
struct Stall: Equatable, Sendable {
    /// The time that all of its tasks waited for memory simultaneously.
    var stalledNanoseconds: Int
    /// The length of the examined time before the deadline.
    var windowNanoseconds: Int
    /// The `memory.high` that stalled the tree, in bytes.
    var highBytes: Int
}

/// Watches the memory pressure on a tree in the last 10 s before its deadline.
///
/// The kernel slows down a group that exceeds its `memory.high`, without a limit and without an
/// event: a tree can wait for memory forever. Deadlines within the first 10 s are not examined.
struct StallWatch: Equatable, Sendable {
    /// The time before the deadline in which the tree must have been stalled.
    static let windowNanoseconds = 10_000_000_000
    /// The time between two readings of the pressure.
    ///
    /// At each reading, and every 2 s, the kernel averages what its processors saw since the last
    /// one; for a task that moved in the meantime, it counts half the time. Measured on two
    /// processors (6.1): a process that only waited reads 55 to 85 % without such readings, and 94
    /// to 97 % at this interval.
    static let intervalNanoseconds = 100_000_000
    /// The share of that time that all tasks must have waited for memory, in percent.
    private static let stalledPercent = 90
    /// The share of that time up to which processor time is not progress, in percent.
    private static let idlePercent = 1

    private struct Moment: Equatable {
        var pressure: PressureReading
        /// The number of units done or rejected; `nil` if the command counts none.
        var unitCount: Int?
        /// The start of the round in which it was read.
        var nanoseconds: Int
    }

    private let deadlineNanoseconds: Int
    private var dueNanoseconds: Int
    private var first: Moment?
    private var isDone = false
    /// The finding at the deadline; `nil` if the tree was not stalled.
    private(set) var stall: Stall?

    /// Prepares for the time before a deadline; `nil` without a deadline, or if it is too early.
    init?(_ settings: Watcher.Settings, startNanoseconds: Int) {
        guard let timeoutNanoseconds = settings.timeout?.wholeNanoseconds,
            timeoutNanoseconds >= Self.windowNanoseconds
        else { return nil }
        deadlineNanoseconds = startNanoseconds + timeoutNanoseconds
        dueNanoseconds = deadlineNanoseconds - Self.windowNanoseconds
    }

    /// Returns whether the pressure must be read.
    func isDue(at now: Int) -> Bool { !isDone && now >= dueNanoseconds }

    /// Records the reading of a round in which it was due; an unavailable reading ends the watch.
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
        // The window spans both readings completely, so that the share is never too high.
        let window = last.pressure.takenNanoseconds - first.nanoseconds
        let stalled = (last.pressure.fullMicroseconds - first.pressure.fullMicroseconds) * 1000
        guard let highBytes = last.pressure.highBytes,
            // The watcher may have been late for the first reading.
            window * 100 >= windowNanoseconds * stalledPercent,
            stalled * 100 >= window * stalledPercent, !hasProgress(from: first, to: last)
        else { return nil }
        return Stall(
            stalledNanoseconds: stalled, windowNanoseconds: window, highBytes: highBytes)
    }

    /// Returns whether a unit was finished or, if the command counts none, processor time was used.
    private static func hasProgress(from first: Moment, to last: Moment) -> Bool {
        if let before = first.unitCount, let after = last.unitCount { return after != before }
        let used = (last.pressure.userMicroseconds - first.pressure.userMicroseconds) * 1000
        return used * 100 > (last.pressure.takenNanoseconds - first.nanoseconds) * idlePercent
    }
}
