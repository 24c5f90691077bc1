import Glibc
import MemoryBudget

/// What signals that reach the harness mean for the trial that runs.
package enum SignalPolicy: Sendable {
    /// They have nothing to do with it.
    case ignore
    /// They go to the command, which decides.
    case forward
    /// They end the trial.
    case stop
}

/// The decisions about a running tree, from readings alone: it is ended when its metric crosses the
/// budget, its deadline passes, the kernel killed a part of it, or the harness is asked to stop.
///
/// A value without a clock or a process: ``WatchLoop`` reads what is due, calls ``step`` and performs
/// what it returns.
struct Watcher {
    /// The interval far from the budget, and without one.
    static let intervalNanoseconds = 1_000_000
    /// The interval above 75 % of the budget: the overshoot is the fault rate times this.
    static let sharpIntervalNanoseconds = 250_000
    /// How often figures that cost more than a few microseconds are read.
    static let slowIntervalNanoseconds = 10_000_000
    /// The longest pause between two readings of the tree, however large it is.
    static let treePauseMaximumNanoseconds = 10_000_000
    /// The time that a process which is asked to end gets before it is ended.
    static let graceNanoseconds = 1_000_000_000

    /// The terms of a trial, which stay the same while it runs.
    struct Settings: Sendable {
        /// Judged by reading the metric; nil leaves that to the kernel.
        var budget: Budget?
        /// Whether the metric becomes the tree's peak from the second process on.
        var followsTree = false
        var timeout: Duration?
        var signals = SignalPolicy.ignore
    }

    /// A step to be taken against the tree.
    enum Action: Equatable {
        /// Send a signal to the leader.
        case forward(Int32)
        /// Ask the leader to end, by a signal.
        case askToEnd(StopReason, signal: Int32)
        /// End the whole tree at once.
        case end(StopReason)
    }

    private let settings: Settings
    private let startNanoseconds: Int
    private var slowReadingDue = 0
    private var treeReadingDue = 0
    /// When a leader that was asked to end is ended.
    private var killDue: Int?
    private var hasEnded = false
    /// A signal for a leader that does not run yet.
    private var pendingSignal: Int32?
    /// Reads the memory pressure near the deadline; nil without one.
    private(set) var stallWatch: StallWatch?
    /// The highest readings so far, and their series.
    private(set) var readings = SampledReadings()
    /// How long to wait before the next round.
    private(set) var intervalNanoseconds = Self.intervalNanoseconds

    /// Starts to watch at a time, in nanoseconds of the clock that later times are of.
    init(_ settings: Settings, startNanoseconds: Int) {
        self.settings = settings
        self.startNanoseconds = startNanoseconds
        stallWatch = StallWatch(settings, startNanoseconds: startNanoseconds)
    }

    /// Whether what costs more than a few microseconds is to be read.
    func isSlowReadingDue(at now: Int) -> Bool { now >= slowReadingDue }

    /// Whether the sum of proportional set sizes is to be read: where it can exceed what is known
    /// already. The sum of resident sizes is never below it, and costs nothing.
    func isTreeReadingDue(_ residents: Residents, at now: Int) -> Bool {
        residents.processCount > 1 && now >= treeReadingDue
            && residents.sumBytes > max(readings.peakTreeBytes, residents.largestBytes)
    }

    /// Takes a round of readings, and decides.
    mutating func step(_ round: WatchRound, at now: Int) -> [Action] {
        note(round, at: now)
        var actions: [Action] = []
        answer(round.signal, hasLeader: round.tree.hasLeader, into: &actions)
        keepDeadline(at: now, isEnded: round.tree.isEnded, into: &actions)
        guard !round.tree.isEnded, killDue == nil, !hasEnded else { return actions }
        if round.slow?.kernelHasKilled == true {
            end(.kernelKill, into: &actions)
        } else {
            judge(round, at: now, into: &actions)
        }
        return actions
    }

    private mutating func end(_ reason: StopReason, into actions: inout [Action]) {
        guard !hasEnded else { return }
        hasEnded = true
        actions.append(.end(reason))
    }

    /// Deals with the signal of the round: one for a leader that does not run yet waits.
    private mutating func answer(
        _ signal: Int32?, hasLeader: Bool, into actions: inout [Action]
    ) {
        switch settings.signals {
        case .ignore: return
        case .forward:
            pendingSignal = signal ?? pendingSignal
            guard hasLeader, !hasEnded, let pending = pendingSignal else { return }
            pendingSignal = nil
            actions.append(.forward(pending))
        case .stop:
            if signal != nil { end(.interrupted, into: &actions) }
        }
    }

    /// Asks the leader to end when its time is up, and ends the tree if it doesn't listen.
    private mutating func keepDeadline(
        at now: Int, isEnded: Bool, into actions: inout [Action]
    ) {
        if let killDue {
            if now >= killDue { end(.deadline, into: &actions) }
        } else if let timeout = settings.timeout, !isEnded, !hasEnded,
            now - startNanoseconds >= timeout.wholeNanoseconds
        {
            killDue = now + Self.graceNanoseconds
            actions.append(.askToEnd(.deadline, signal: SIGTERM))
        }
    }

    private mutating func judge(
        _ round: WatchRound, at now: Int, into actions: inout [Action]
    ) {
        guard let budget = settings.budget else { return }
        let bytes: Int
        switch judgedMetric(budget.metric, processCount: round.tree.processCount) {
        case .peakRSS: bytes = round.residents.largestBytes
        case .peakAnonymous: bytes = round.residents.anonymousBytes
        case .peakTree: bytes = readings.peakTreeBytes
        case .peakLive: bytes = round.gauges.peakLiveBytes
        }
        if !budget.allows(bytes) {
            end(.overBudget(bytes: bytes, atNanoseconds: now - startNanoseconds), into: &actions)
        }
        intervalNanoseconds =
            isClose(bytes, to: budget) ? Self.sharpIntervalNanoseconds : Self.intervalNanoseconds
    }

    private func judgedMetric(_ metric: Metric, processCount: Int) -> Metric {
        settings.followsTree && processCount > 1 ? .peakTree : metric
    }

    /// Whether a reading lies above 75 % of the budget.
    private func isClose(_ bytes: Int, to budget: Budget) -> Bool {
        bytes > budget.limit.bytes / 4 * 3
    }

    // MARK: Readings

    private mutating func note(_ round: WatchRound, at now: Int) {
        let residents = round.residents
        readings.peakRSSBytes = max(readings.peakRSSBytes, residents.largestBytes)
        readings.peakAnonymousBytes = max(readings.peakAnonymousBytes, residents.anonymousBytes)
        readings.peakTreeBytes = max(readings.peakTreeBytes, residents.largestBytes)
        if let slow = round.slow {
            slowReadingDue = now + Self.slowIntervalNanoseconds
            readings.hasSplit = readings.hasSplit || slow.hasSplit
            readings.peakFileBytes = max(readings.peakFileBytes, slow.fileBytes)
            readings.peakShmemBytes = max(readings.peakShmemBytes, slow.shmemBytes)
        }
        if let sum = round.proportional { note(sum, of: round, at: now) }
        stallWatch?.take(round, at: now)
        readings.stall = stallWatch?.stall
        guard residents.largestBytes > 0 else { return }
        readings.series.append(
            Sample(
                timeNanoseconds: now - startNanoseconds, rssBytes: residents.largestBytes,
                anonymousBytes: residents.largestBytes - residents.largestSharedBytes,
                fileBytes: residents.largestSharedBytes,
                liveBytes: round.gauges.hasAgent ? round.gauges.liveBytes : nil,
                unitsDone: round.gauges.hasWorker ? round.gauges.unitsDone : nil))
    }

    /// Walking page tables holds the measured process up: about 2 % of the time, unless the budget
    /// may be crossed any moment.
    private mutating func note(_ sum: ProportionalSum, of round: WatchRound, at now: Int) {
        readings.peakTreeBytes = max(readings.peakTreeBytes, sum.bytes)
        let isUrgent = settings.budget.map { budget in
            judgedMetric(budget.metric, processCount: round.tree.processCount) == .peakTree
                && isClose(round.residents.sumBytes, to: budget)
        }
        let pause = (isUrgent == true ? 2 : 50) * sum.costNanoseconds
        treeReadingDue = now + min(pause, Self.treePauseMaximumNanoseconds)
    }
}
