import Glibc
import MemoryBudget
import Testing

@testable import Harness

private let millisecond = 1_000_000

/// A system in memory: a tree that grows by a mebibyte per millisecond, and ends when asked.
private final class FakeSystem: WatchedSystem {
    var now = 0
    var gauges = GaugeReading()
    var tree = TreeState(processCount: 1, hasLeader: true)
    /// The times at which signals reach the harness.
    var signals: [Int: Int32] = [:]
    /// Whether the tree ends on SIGTERM.
    var isPolite = true
    var processCount = 1
    let endNanoseconds: Int
    private(set) var actions: [Watcher.Action] = []
    private(set) var waits: [Int] = []
    private(set) var slowCount = 0
    private(set) var treeCount = 0
    private(set) var pressureCount = 0
    private var isDead = false

    init(endNanoseconds: Int) {
        self.endNanoseconds = endNanoseconds
    }

    func wait(nanoseconds: Int) -> Bool {
        waits.append(nanoseconds)
        now += nanoseconds
        return isDead || now >= endNanoseconds
    }

    func readResidents() -> Residents {
        let bytes = (now / millisecond) << 20
        return Residents(
            processCount: processCount, largestBytes: bytes, anonymousBytes: bytes,
            sumBytes: processCount * bytes)
    }

    func readSlowly() -> SlowReading {
        slowCount += 1
        return SlowReading()
    }

    func readPressure() -> PressureReading? {
        pressureCount += 1
        return PressureReading(
            fullMicroseconds: now / 1000, userMicroseconds: 0, highBytes: 16 << 20,
            takenNanoseconds: now)
    }

    func readProportional() -> ProportionalSum {
        treeCount += 1
        return ProportionalSum(bytes: (now / millisecond) << 20, costNanoseconds: 40_000)
    }

    func takeSignal() -> IncomingSignal? {
        signals.removeValue(forKey: now / millisecond).map { IncomingSignal(number: $0) }
    }

    func perform(_ action: Watcher.Action) {
        actions.append(action)
        switch action {
        case .forward: break
        case .askToEnd:
            tree.isAsked = true
            isDead = isPolite
        case .end:
            tree.isAsked = true
            tree.isEnded = true
            isDead = true
        }
    }
}

@Suite("The loop around the watcher, on a fake system")
struct WatchLoopTests {
    private func run(
        _ system: FakeSystem, budget: Int? = nil, timeout: Duration? = nil,
        signals: SignalPolicy = .ignore
    ) -> SampledReadings {
        var loop = WatchLoop(
            Watcher.Settings(
                budget: budget.map { Budget(metric: .peakRSS, limit: .mebibytes($0)) },
                timeout: timeout, signals: signals), system: system)
        return loop.run()
    }

    @Test("A growing tree is watched closely, and ended at its budget")
    func grows() {
        let system = FakeSystem(endNanoseconds: 1000 * millisecond)
        let readings = run(system, budget: 64)
        #expect(
            system.actions == [
                .end(.overBudget(bytes: 65 << 20, atNanoseconds: 65 * millisecond))
            ])
        #expect(readings.peakRSSBytes == 65 << 20)
        #expect(system.waits.filter { $0 == 1_000_000 }.count == 49)
        // Sixteen mebibytes, and the wait that sees the end.
        #expect(system.waits.filter { $0 == 250_000 }.count == 65)
        #expect(system.slowCount == 7)
    }

    @Test("A tree that ignores its deadline is killed a second later; others end before")
    func deadline() {
        let stubborn = FakeSystem(endNanoseconds: 5000 * millisecond)
        stubborn.isPolite = false
        _ = run(stubborn, timeout: .milliseconds(20))
        #expect(
            stubborn.actions == [.askToEnd(.deadline, signal: SIGTERM), .end(.deadline)])
        #expect(stubborn.now == 1021 * millisecond)
        let polite = FakeSystem(endNanoseconds: 5000 * millisecond)
        _ = run(polite, timeout: .milliseconds(20))
        #expect(polite.actions == [.askToEnd(.deadline, signal: SIGTERM)])
    }

    @Test("In the last ten seconds, pressure is read ten times per second; then the tree ends")
    func pressure() {
        let system = FakeSystem(endNanoseconds: 20_000 * millisecond)
        let readings = run(system, timeout: .seconds(12))
        #expect(system.pressureCount == 101)
        #expect(readings.stall?.windowNanoseconds == 10_000 * millisecond)
        #expect(system.actions == [.askToEnd(.deadline, signal: SIGTERM)])
        #expect(system.now == 12_001 * millisecond)
    }

    @Test("A tree that grows on its deadline's signal is ended at its budget")
    func growsInGrace() {
        let system = FakeSystem(endNanoseconds: 5000 * millisecond)
        system.isPolite = false
        _ = run(system, budget: 64, timeout: .milliseconds(20))
        let over = StopReason.overBudget(bytes: 65 << 20, atNanoseconds: 65 * millisecond)
        #expect(system.actions == [.askToEnd(.deadline, signal: SIGTERM), .end(over)])
    }

    @Test("Signals are forwarded as they arrive, or stop the trial")
    func signals() {
        let system = FakeSystem(endNanoseconds: 100 * millisecond)
        system.signals = [3: SIGINT, 9: SIGQUIT]
        _ = run(system, signals: .forward)
        #expect(
            system.actions == [SIGINT, SIGQUIT].map { .forward(IncomingSignal(number: $0)) })
        let stopped = FakeSystem(endNanoseconds: 100 * millisecond)
        stopped.signals = [3: SIGINT]
        _ = run(stopped, signals: .stop)
        #expect(stopped.actions == [.end(.interrupted)] && stopped.now == 4 * millisecond)
    }

    @Test("With two processes, the tree's sum is read for 2 % of the time; with one, never")
    func tree() {
        let one = FakeSystem(endNanoseconds: 100 * millisecond)
        _ = run(one)
        #expect(one.treeCount == 0)
        let two = FakeSystem(endNanoseconds: 100 * millisecond)
        two.processCount = 2
        let readings = run(two)
        // A reading takes 40 µs, so one per 2 ms is 2 %.
        #expect((48...50).contains(two.treeCount))
        #expect(readings.peakTreeBytes == 99 << 20)
    }
}
