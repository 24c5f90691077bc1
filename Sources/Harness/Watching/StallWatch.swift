/// The memory pressure on a tree at one moment, as the kernel counts it for the trial's own group.
struct PressureReading: Equatable, Sendable {
    /// How long all of its tasks have waited for memory at once, since the group was made.
    var fullMicroseconds: Int
    /// The processor time that its programs have used; the kernel's on their behalf is not in it.
    var userMicroseconds: Int
    /// The lowest `memory.high` of the group and those above it, in bytes; nil for none.
    var highBytes: Int?
}

/// A tree that stood still for want of memory until its deadline.
struct Stall: Equatable, Sendable {
    /// How long all of its tasks waited for memory at once.
    var stalledNanoseconds: Int
    /// How long that was looked at, up to the deadline.
    var windowNanoseconds: Int
    /// The `memory.high` that held it, in bytes.
    var highBytes: Int
}

/// Compares the pressure on a tree at the start and end of the last 10 s before its deadline.
///
/// The kernel slows down what exceeds a `memory.high`, without a limit and without an event: a tree
/// can wait for memory for ever. A deadline within the first 10 s shows nothing of the kind.
struct StallWatch: Equatable, Sendable {
    /// How long before the deadline the tree must have stood still.
    static let windowNanoseconds = 10_000_000_000
    /// The share of it that all tasks must have waited for memory, in per cent.
    private static let stalledPercent = 90
    /// The share of it up to which processor time is no progress, in per cent.
    private static let idlePercent = 1

    private struct Moment: Equatable {
        var pressure: PressureReading
        /// Units of work that are done or rejected; nil if the command counts none.
        var unitCount: Int?
        var nanoseconds: Int
    }

    private let deadlineNanoseconds: Int
    private var first: Moment?
    private var isDone = false
    /// What was found at the deadline; nil if the tree did not stand still.
    private(set) var stall: Stall?

    /// Waits for the last stretch before a deadline; nil if there is too little time before it.
    init?(startNanoseconds: Int, timeoutNanoseconds: Int) {
        guard timeoutNanoseconds >= Self.windowNanoseconds else { return nil }
        deadlineNanoseconds = startNanoseconds + timeoutNanoseconds
    }

    /// Whether the pressure is to be read: once at the start of the stretch, and once at its end.
    func isDue(at now: Int) -> Bool {
        let due = first == nil ? deadlineNanoseconds - Self.windowNanoseconds : deadlineNanoseconds
        return !isDone && now >= due
    }

    /// Takes the reading that was due; nil where there is none to be read, which ends the watch.
    mutating func take(_ pressure: PressureReading?, unitCount: Int?, at now: Int) {
        guard let pressure else { return isDone = true }
        let moment = Moment(pressure: pressure, unitCount: unitCount, nanoseconds: now)
        guard let first else { return first = moment }
        isDone = true
        stall = Self.stall(from: first, to: moment)
    }

    private static func stall(from first: Moment, to last: Moment) -> Stall? {
        let window = last.nanoseconds - first.nanoseconds
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
        return used * 100 > (last.nanoseconds - first.nanoseconds) * idlePercent
    }
}
