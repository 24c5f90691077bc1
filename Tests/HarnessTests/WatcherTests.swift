import Glibc
import MemoryBudget
import Testing

@testable import Harness

private let millisecond = 1_000_000

/// Decisions from plain values: no process, no clock.
@Suite("The watcher's decisions")
struct WatcherTests {
    func watcher(
        _ metric: Metric = .peakRSS, budget: Int? = 100, followsTree: Bool = false,
        timeout: Duration? = nil, signals: SignalPolicy = .ignore, forwardDelay: Int = 0,
        _ change: (inout Watcher.Settings) -> Void = { _ in }
    ) -> Watcher {
        var settings = Watcher.Settings(
            budget: budget.map { Budget(metric: metric, limit: .mebibytes($0)) },
            followsTree: followsTree, timeout: timeout, signals: signals,
            forwardDelayNanoseconds: forwardDelay)
        change(&settings)
        return Watcher(settings, startNanoseconds: 0)
    }

    /// Returns a round in which the largest process holds this many mebibytes.
    func round(
        _ mebibytes: Int, processes: Int = 1, hasLeader: Bool = true, signal: Int32? = nil,
        _ change: (inout WatchRound) -> Void = { _ in }
    ) -> WatchRound {
        var round = WatchRound(
            residents: Residents(
                processCount: processes, largestBytes: mebibytes << 20,
                largestSharedBytes: 1 << 20, anonymousBytes: (mebibytes - 1) << 20,
                sumBytes: processes * mebibytes << 20),
            tree: TreeState(processCount: processes, hasLeader: hasLeader),
            signal: signal.map { IncomingSignal(number: $0, sender: 7) })
        change(&round)
        return round
    }

    @Test("An exceeded budget ends the tree once; exactly the budget is within")
    func overBudget() {
        var watcher = watcher()
        #expect(watcher.step(round(100), at: 5 * millisecond) == [])
        let end = Watcher.Action.end(
            .overBudget(bytes: 101 << 20, atNanoseconds: 6 * millisecond))
        #expect(watcher.step(round(101), at: 6 * millisecond) == [end])
        #expect(watcher.step(round(150), at: 7 * millisecond) == [])
        #expect(watcher.readings.peakRSSBytes == 150 << 20)
    }

    @Test("Above 75 % of the budget, it reads four times as often; below, it no longer does")
    func interval() {
        var watcher = watcher()
        #expect(watcher.intervalNanoseconds == 1_000_000)
        for (mebibytes, interval) in [
            (75, 1_000_000), (76, 250_000), (99, 250_000), (40, 1_000_000),
        ] {
            #expect(watcher.step(round(mebibytes), at: 0) == [])
            #expect(watcher.intervalNanoseconds == interval, "\(mebibytes)")
        }
        var unlimited = self.watcher(budget: nil)
        #expect(unlimited.step(round(99), at: 0) == [])
        #expect(unlimited.intervalNanoseconds == 1_000_000)
    }

    @Test("Each metric is judged by its own reading")
    func metrics() {
        func isOver(_ metric: Metric, _ change: (inout WatchRound) -> Void) -> Bool {
            var watcher = watcher(metric)
            return !watcher.step(round(10, change), at: 0).isEmpty
        }
        #expect(isOver(.peakAnonymous) { $0.residents.anonymousBytes = 101 << 20 })
        #expect(!isOver(.peakAnonymous) { $0.residents.largestBytes = 101 << 20 })
        #expect(isOver(.peakLive) { $0.gauges.peakLiveBytes = 101 << 20 })
        #expect(!isOver(.peakLive) { $0.residents.largestBytes = 101 << 20 })
        #expect(
            isOver(.peakTree) { $0.proportional = .init(bytes: 101 << 20, costNanoseconds: 1) })
        #expect(!isOver(.peakTree) { $0.residents.sumBytes = 101 << 20 })
    }

    @Test("A metric that follows the tree is the tree's from the second process on")
    func followsTree() {
        func actions(processes: Int) -> [Watcher.Action] {
            var watcher = watcher(followsTree: true)
            return watcher.step(
                round(60, processes: processes) {
                    $0.proportional = .init(bytes: 110 << 20, costNanoseconds: 1)
                }, at: 0)
        }
        #expect(actions(processes: 1) == [])
        #expect(
            actions(processes: 2) == [.end(.overBudget(bytes: 110 << 20, atNanoseconds: 0))])
    }

    @Test("A deadline sends SIGTERM once, and kills after a grace period of a second")
    func deadline() {
        var watcher = watcher(timeout: .seconds(2))
        let second = 1000 * millisecond
        #expect(watcher.step(round(10), at: 2 * second - 1) == [])
        #expect(
            watcher.step(round(10), at: 2 * second) == [.askToEnd(.deadline, signal: SIGTERM)])
        // From now on, the tree reports that it was asked to end.
        func asked(at now: Int) -> [Watcher.Action] {
            watcher.step(round(10) { $0.tree.isAsked = true }, at: now)
        }
        #expect(asked(at: 2 * second + 1) == [])
        #expect(asked(at: 3 * second - 1) == [])
        #expect(asked(at: 3 * second) == [.end(.deadline)])
        #expect(asked(at: 9 * second) == [])
    }

    @Test("A tree that was asked to end must keep its budget until it has ended")
    func grace() {
        var watcher = watcher(timeout: .seconds(2))
        let deadline = 2000 * millisecond
        #expect(watcher.step(round(10), at: deadline).count == 1)
        let grown = round(101) { $0.tree.isAsked = true }
        let over = StopReason.overBudget(
            bytes: 101 << 20, atNanoseconds: deadline + millisecond)
        #expect(watcher.step(grown, at: deadline + millisecond) == [.end(over)])
        #expect(watcher.step(grown, at: 2 * deadline) == [])
        var other = self.watcher(timeout: .seconds(2))
        #expect(other.step(round(10), at: deadline).count == 1)
        let killed = round(10) {
            $0.tree.isAsked = true
            $0.slow = SlowReading(kernelHasKilled: true)
        }
        #expect(other.step(killed, at: deadline + millisecond) == [.end(.kernelKill)])
    }

    @Test("A tree that ended by itself has no deadline, budget or kernel kill")
    func ended() {
        var watcher = watcher(timeout: .seconds(2))
        let actions = watcher.step(
            round(200) {
                $0.tree.isEnded = true
                $0.tree.isAsked = true
                $0.slow = SlowReading(kernelHasKilled: true)
            }, at: 9_000 * millisecond)
        #expect(actions == [])
    }

    @Test("A kernel kill ends the rest of the tree, once")
    func kernelKill() {
        var watcher = watcher()
        let killed = round(200) { $0.slow = SlowReading(kernelHasKilled: true) }
        #expect(watcher.step(killed, at: 0) == [.end(.kernelKill)])
        #expect(watcher.step(killed, at: 1) == [])
    }

    @Test("A signal to forward waits until the leader runs, and is sent once")
    func forward() {
        var watcher = watcher(signals: .forward)
        #expect(watcher.step(round(1, hasLeader: false, signal: SIGINT), at: 0) == [])
        #expect(watcher.step(round(1, hasLeader: false), at: 1) == [])
        func forwarded(_ number: Int32) -> [Watcher.Action] {
            [.forward(IncomingSignal(number: number, sender: 7))]
        }
        #expect(watcher.step(round(1), at: 2) == forwarded(SIGINT))
        #expect(watcher.step(round(1), at: 3) == [])
        #expect(watcher.step(round(1, signal: SIGQUIT), at: 4) == forwarded(SIGQUIT))
    }

    @Test("A signal waits until it is known whether its sender also sent it to the command")
    func forwardDelay() {
        var watcher = watcher(signals: .forward, forwardDelay: 20 * millisecond)
        #expect(watcher.step(round(1, signal: SIGTERM), at: 5 * millisecond) == [])
        #expect(watcher.step(round(1), at: 25 * millisecond - 1) == [])
        #expect(watcher.step(round(1), at: 25 * millisecond).count == 1)
        #expect(watcher.step(round(1), at: 26 * millisecond) == [])
    }

    @Test("A stop signal ends the tree, even within a deadline's grace period; others don't")
    func stop() {
        var watcher = watcher(timeout: .seconds(2), signals: .stop)
        #expect(watcher.step(round(1, hasLeader: false), at: 0) == [])
        #expect(watcher.step(round(1), at: 2_000 * millisecond).count == 1)
        let signal = round(1, signal: SIGTERM) { $0.tree.isAsked = true }
        #expect(watcher.step(signal, at: 2_001 * millisecond) == [.end(.interrupted)])
        #expect(watcher.step(signal, at: 4_000 * millisecond) == [])
        var ignoring = self.watcher(signals: .ignore)
        #expect(ignoring.step(round(1, signal: SIGTERM), at: 0) == [])
    }

    @Test("The tree is read if its sum may be a new peak, and rarely if that is slow")
    func proportional() {
        var watcher = watcher(.peakTree, budget: 1000)
        let (one, two) = (round(60), round(60, processes: 2))
        #expect(!watcher.isTreeReadingDue(one.residents, at: 0))
        #expect(watcher.isTreeReadingDue(two.residents, at: 0))
        func read(_ bytes: Int, sum: Int, cost: Int, at now: Int) {
            let reading = round(60, processes: 2) {
                $0.residents.sumBytes = sum << 20
                $0.proportional = .init(bytes: bytes << 20, costNanoseconds: cost)
            }
            #expect(watcher.step(reading, at: now) == [])
        }
        // Far from the budget, reading takes 2 % of the time.
        read(90, sum: 120, cost: 100_000, at: 0)
        #expect(!watcher.isTreeReadingDue(two.residents, at: 5 * millisecond - 1))
        #expect(watcher.isTreeReadingDue(two.residents, at: 5 * millisecond))
        // However slow reading is, a small tree's pause is limited.
        read(90, sum: 120, cost: 1_000_000, at: 10 * millisecond)
        #expect(!watcher.isTreeReadingDue(two.residents, at: 20 * millisecond - 1))
        #expect(watcher.isTreeReadingDue(two.residents, at: 20 * millisecond))
        // Close to the budget, reading takes half of the time.
        read(90, sum: 900, cost: 1_000_000, at: 20 * millisecond)
        #expect(!watcher.isTreeReadingDue(two.residents, at: 22 * millisecond - 1))
        #expect(watcher.isTreeReadingDue(two.residents, at: 22 * millisecond))
        // Memory that the counters may hide counts as present.
        read(120, sum: 120, cost: 1, at: 30 * millisecond)
        let hiding = round(60, processes: 2) { $0.residents.hiddenBytes = 1 << 20 }
        #expect(watcher.isTreeReadingDue(hiding.residents, at: 90 * millisecond))
        // A sum that can't be a new peak need not be read.
        read(120, sum: 120, cost: 1, at: 30 * millisecond)
        #expect(!watcher.isTreeReadingDue(two.residents, at: 90 * millisecond))
    }

    @Test(
        "A large tree is read rarely far from its budget, and as often as possible near it"
    )
    func largeTree() {
        func interval(_ mebibytes: Int, cost: Int, budget: Int? = 100) -> Int {
            var watcher = self.watcher(budget: budget)
            let reading = round(mebibytes, processes: 1000) { $0.residents.costNanoseconds = cost }
            _ = watcher.step(reading, at: 0)
            return watcher.intervalNanoseconds
        }
        #expect(interval(10, cost: millisecond / 5) == 15 * millisecond)
        #expect(interval(10, cost: millisecond / 5, budget: nil) == 15 * millisecond)
        #expect(interval(10, cost: 2 * millisecond) == 100 * millisecond)
        #expect(interval(10, cost: 10_000) == millisecond)
        #expect(interval(90, cost: 2 * millisecond) == 2 * millisecond)
        #expect(interval(90, cost: 10_000) == 250_000)
        var large = watcher(.peakTree, budget: 10_000)
        let reading = round(1, processes: 1600) {
            $0.proportional = .init(bytes: 1, costNanoseconds: 4 * millisecond)
        }
        _ = large.step(reading, at: 0)
        #expect(!large.isTreeReadingDue(reading.residents, at: 300 * millisecond - 1))
        #expect(large.isTreeReadingDue(reading.residents, at: 300 * millisecond))
    }

    @Test("Unreadable processes are recorded, as is the tree's upper bound")
    func refused() {
        var watcher = watcher(.peakTree)
        for process: Int32 in [4, 5, 4] {
            let reading = round(10, processes: 3) { $0.residents.refused = [process] }
            #expect(watcher.step(reading, at: 0) == [])
        }
        let hidden = round(10, processes: 3) {
            $0.proportional = .init(bytes: 20 << 20, highestBytes: 120 << 20, costNanoseconds: 1)
        }
        // The upper bound alone proves nothing.
        #expect(watcher.step(hidden, at: 1) == [])
        #expect(watcher.readings.refused == [4, 5])
        #expect(watcher.readings.highestTreeBytes == 120 << 20)
        #expect(watcher.readings.peakTreeBytes == 20 << 20)
    }

    @Test("Expensive figures are read every ten milliseconds, and their maximum is kept")
    func slow() {
        var watcher = watcher()
        #expect(watcher.isSlowReadingDue(at: 0))
        for (now, bytes) in [(0, 9), (10, 5)] {
            let reading = round(10) {
                $0.slow = SlowReading(split: SplitReading(fileBytes: bytes, shmemBytes: 1))
            }
            #expect(watcher.step(reading, at: now * millisecond) == [])
            #expect(!watcher.isSlowReadingDue(at: (now + 10) * millisecond - 1))
        }
        #expect(watcher.readings.hasSplit && watcher.readings.peakFileBytes == 9)
    }

    @Test("The series has the largest process, and gauges only if somebody writes them")
    func series() {
        var watcher = watcher()
        _ = watcher.step(round(0), at: 1)
        _ = watcher.step(round(10), at: 2)
        _ = watcher.step(
            round(12) { $0.gauges = GaugeReading(hasAgent: true, liveBytes: 7) }, at: 3)
        #expect(
            watcher.readings.series.samples == [
                Sample(
                    timeNanoseconds: 2, rssBytes: 10 << 20, anonymousBytes: 9 << 20,
                    fileBytes: 1 << 20),
                Sample(
                    timeNanoseconds: 3, rssBytes: 12 << 20, anonymousBytes: 11 << 20,
                    fileBytes: 1 << 20, liveBytes: 7),
            ])
    }
}
