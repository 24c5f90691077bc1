import Glibc
import MemoryBudget

/// The effect on the running trial of signals that reach the harness.
package enum SignalPolicy: Sendable {
    /// Signals don't affect the trial.
    case ignore
    /// Signals are forwarded to the command, which decides.
    case forward
    /// Signals end the trial.
    case stop
}

/// The decisions about a running tree, from readings alone: the tree is ended when its metric
/// crosses the budget, its deadline passes, the kernel killed a part of it, or the harness is asked
/// to stop.
///
/// A value without a clock or a process: ``WatchLoop`` reads what is due, calls ``step`` and
/// performs the actions it returns.
struct Watcher {
    /// The settings of a trial, which are constant while it runs.
    struct Settings: Sendable {
        /// The budget that is judged by reading the metric; `nil` leaves that to the kernel.
        var budget: Budget?
        /// Whether the metric becomes the tree's peak with the second process.
        var followsTree = false
        var timeout: Duration?
        var signals = SignalPolicy.ignore
        /// The delay before a signal is forwarded, after which it is known whether its sender sent
        /// it to the command too.
        var forwardDelayNanoseconds = 0
        /// Whether the kernel stops a tree that exceeds the budget between two rounds.
        var hasKernelLimit = false
        /// Whether the peak of each process is known at its end, however short it was.
        var isTraced = true
        /// Whether a profile is taken at each new high.
        var isProfiled = false

        /// The properties that determine the intervals between rounds.
        var intervalTerms: WatchInterval.Terms {
            // One process's peak is recovered; its anonymous memory, or the tree's memory, is only
            // sampled.
            let isSampled = [.peakAnonymous, .peakTree].contains(budget?.metric)
            return WatchInterval.Terms(
                budgetBytes: budget?.limit.bytes, hasKernelLimit: hasKernelLimit,
                recoversPeaks: isTraced && !isSampled, followsHighs: isProfiled)
        }
    }

    /// An action on the tree.
    enum Action: Equatable {
        /// Send a signal to the leader, unless its sender already did.
        case forward(IncomingSignal)
        /// Ask the leader to end, by a signal.
        case askToEnd(StopReason, signal: Int32)
        /// Kill the whole tree at once.
        case end(StopReason)
    }

    private let settings: Settings
    private let startNanoseconds: Int
    private var slowReadingNanoseconds = Int.min / 2
    private var treeReadingDue = 0
    /// The number of readings of the tree since it last changed: pages that a fork shares can be
    /// copied without a change in resident sizes.
    private var restingTreeReadingCount = 0
    /// The time at which a leader that was asked to end is killed.
    private var killDue: Int?
    private var hasEnded = false
    /// The watch on memory pressure near the deadline; `nil` without a deadline.
    private(set) var stallWatch: StallWatch?
    /// A signal to forward, and the time to do so.
    private var pendingSignal: (signal: IncomingSignal, dueNanoseconds: Int)?
    /// The highest readings so far, and their series.
    private(set) var readings = SampledReadings()
    /// The last reading of the sum of proportional set sizes; 0 before the first.
    private(set) var latestTreeBytes = 0
    /// The last reading of the charge; 0 before the first.
    private(set) var latestChargeBytes = 0
    private var interval: WatchInterval

    /// Starts to watch at a time, in nanoseconds of the same clock as later times.
    init(_ settings: Settings, startNanoseconds: Int) {
        self.settings = settings
        self.startNanoseconds = startNanoseconds
        interval = WatchInterval(settings.intervalTerms)
        stallWatch = StallWatch(settings, startNanoseconds: startNanoseconds)
    }

    /// The wait before the next round, in nanoseconds.
    var intervalNanoseconds: Int { interval.nanoseconds }

    /// Returns whether readings that cost more than a few microseconds are due.
    func isSlowReadingDue(at now: Int) -> Bool {
        let pause =
            interval.isAtRest
            ? Self.slowRestIntervalNanoseconds : Self.slowIntervalNanoseconds
        return now - slowReadingNanoseconds >= pause
    }

    /// Returns whether the sum of proportional set sizes is due: only if it can exceed the known
    /// peak. The sum of resident sizes, with hidden memory, is an upper bound that costs nothing.
    func isTreeReadingDue(_ residents: Residents, at now: Int) -> Bool {
        residents.processCount > 1 && now >= treeReadingDue
            && residents.sumBytes + residents.hiddenBytes
                > max(readings.peakTreeBytes, residents.largestBytes)
    }

    /// Records a round of readings, and decides.
    mutating func step(_ round: WatchRound, at now: Int) -> [Action] {
        note(round, at: now)
        var actions: [Action] = []
        answer(round.signal, hasLeader: round.tree.hasLeader, at: now, into: &actions)
        keepDeadline(at: now, isAsked: round.tree.isAsked, into: &actions)
        // A leader that was asked to end must stay within its budget until it has ended.
        guard !round.tree.isEnded, !hasEnded else { return actions }
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

    /// Handles the signal of the round: one for a leader that does not run yet waits.
    private mutating func answer(
        _ signal: IncomingSignal?, hasLeader: Bool, at now: Int, into actions: inout [Action]
    ) {
        switch settings.signals {
        case .ignore: return
        case .forward:
            if let signal { pendingSignal = (signal, now + settings.forwardDelayNanoseconds) }
            guard hasLeader, !hasEnded, let pending = pendingSignal, now >= pending.dueNanoseconds
            else { return }
            pendingSignal = nil
            actions.append(.forward(pending.signal))
        case .stop:
            if signal != nil { end(.interrupted, into: &actions) }
        }
    }

    /// Asks the leader to end at the deadline, and kills the tree if it doesn't end.
    private mutating func keepDeadline(
        at now: Int, isAsked: Bool, into actions: inout [Action]
    ) {
        if let killDue {
            if now >= killDue { end(.deadline, into: &actions) }
        } else if let timeout = settings.timeout, !isAsked, !hasEnded,
            now - startNanoseconds >= timeout.wholeNanoseconds
        {
            killDue = now + Self.graceNanoseconds
            actions.append(.askToEnd(.deadline, signal: SIGTERM))
        }
    }

    private mutating func judge(
        _ round: WatchRound, at now: Int, into actions: inout [Action]
    ) {
        let metric = settings.budget?.metric
        let bytes = metric.map { judgedBytes($0, round: round) } ?? 0
        if let budget = settings.budget, !budget.allows(bytes) {
            end(
                .overBudget(bytes: bytes, atNanoseconds: now - startNanoseconds),
                into: &actions)
        }
        interval.take(round, judgedBytes: bytes)
    }

    private func judgedBytes(_ metric: Metric, round: WatchRound) -> Int {
        switch judgedMetric(metric, processCount: round.tree.processCount) {
        case .peakRSS: round.residents.largestBytes
        case .peakAnonymous: round.residents.anonymousBytes
        case .peakTree: readings.peakTreeBytes
        case .peakLive: round.gauges.peakLiveBytes
        // The watcher doesn't judge this metric: the kernel does.
        case .container: 0
        }
    }

    /// Returns the metric to judge instead of one that may follow the tree.
    func judgedMetric(_ metric: Metric, processCount: Int) -> Metric {
        settings.followsTree && processCount > 1 ? .peakTree : metric
    }

    // MARK: Readings

    private mutating func note(_ round: WatchRound, at now: Int) {
        let residents = round.residents
        readings.peakRSSBytes = max(readings.peakRSSBytes, residents.largestBytes)
        readings.peakAnonymousBytes = max(readings.peakAnonymousBytes, residents.anonymousBytes)
        readings.peakTreeBytes = max(readings.peakTreeBytes, residents.largestBytes)
        readings.refused.formUnion(residents.refused)
        if let slow = round.slow {
            slowReadingNanoseconds = now
            readings.hasSplit = readings.hasSplit || slow.split != nil
            readings.peakFileBytes = max(readings.peakFileBytes, slow.split?.fileBytes ?? 0)
            readings.peakShmemBytes = max(readings.peakShmemBytes, slow.split?.shmemBytes ?? 0)
            note(chargeBytes: slow.chargeBytes)
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

    private mutating func note(chargeBytes: Int?) {
        guard let chargeBytes else { return }
        latestChargeBytes = chargeBytes
        readings.peakChargeBytes = max(readings.peakChargeBytes ?? 0, chargeBytes)
    }

    /// Records a sum, and when the next is due: walking page tables delays the measured processes,
    /// for about 2 % of the time unless the budget is close.
    private mutating func note(_ sum: ProportionalSum, of round: WatchRound, at now: Int) {
        let hasMoved = abs(sum.bytes - latestTreeBytes) > WatchInterval.restToleranceBytes
        restingTreeReadingCount = hasMoved ? 0 : restingTreeReadingCount + 1
        latestTreeBytes = sum.bytes
        readings.peakTreeBytes = max(readings.peakTreeBytes, sum.bytes)
        readings.highestTreeBytes = max(readings.highestTreeBytes, sum.highestBytes ?? 0)
        let isUrgent = settings.budget.map { budget in
            judgedMetric(budget.metric, processCount: round.tree.processCount) == .peakTree
                && interval.terms.isClose(round.residents.sumBytes)
        }
        let isSmall = round.residents.processCount <= Self.smallTreeCount
        let usual = isSmall ? Self.treePausePerCost : Self.pausePerCost
        let maximum =
            isSmall ? Self.treePauseMaximumNanoseconds : Self.largeTreePauseMaximumNanoseconds
        let pause = (isUrgent == true ? 2 : usual) * sum.costNanoseconds
        let isAtRest = interval.isAtRest && restingTreeReadingCount >= Self.restingTreeReadingCount
        treeReadingDue = now + min(pause, maximum) * (isAtRest ? Self.treeRestFactor : 1)
    }
}
