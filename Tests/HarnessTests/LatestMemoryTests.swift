import MemoryBudget
import Testing

@testable import Harness

@Suite("The displayed memory of a running trial")
struct LatestMemoryTests {
    private func round(
        largest: Int, sum: Int? = nil, processes: Int = 1, proportional: Int? = nil
    ) -> WatchRound {
        WatchRound(
            residents: Residents(
                processCount: processes, largestBytes: largest, largestSharedBytes: 0,
                anonymousBytes: largest / 2, sumBytes: sum ?? processes * largest),
            gauges: GaugeReading(), tree: TreeState(processCount: processes),
            proportional: proportional.map { ProportionalSum(bytes: $0, costNanoseconds: 0) })
    }

    private func budget(_ metric: Metric) -> Budget {
        Budget(metric: metric, limit: ByteCount(1000))
    }

    @Test("The memory falls with the metric, but its peak doesn't")
    func falls() {
        var watcher = Watcher(Watcher.Settings(), startNanoseconds: 0)
        let latest = LatestMemory(budget: budget(.peakAnonymous))
        #expect(latest.value == nil)
        for largest in [400, 800, 200] {
            let round = round(largest: largest)
            _ = watcher.step(round, at: 0)
            latest.note(round, by: watcher)
        }
        #expect(
            latest.value
                == TrialMoment.Memory(
                    metric: .peakAnonymous, currentBytes: 100, peakBytes: 400, limitBytes: 1000,
                    residentBytes: 200))
    }

    @Test("A round in which no process could be read keeps the last reading")
    func ended() {
        var watcher = Watcher(Watcher.Settings(), startNanoseconds: 0)
        let latest = LatestMemory(budget: nil)
        for round in [round(largest: 64), WatchRound()] {
            _ = watcher.step(round, at: 0)
            latest.note(round, by: watcher)
        }
        #expect(latest.value?.currentBytes == 64)
        #expect(latest.value?.limitBytes == nil)
    }

    @Test("A budget that follows the tree is shown with the tree once there are two processes")
    func follows() {
        var settings = Watcher.Settings()
        settings.followsTree = true
        var watcher = Watcher(settings, startNanoseconds: 0)
        let one = round(largest: 300)
        _ = watcher.step(one, at: 0)
        #expect(watcher.memory(of: one, budget: budget(.peakRSS))?.metric == .peakRSS)
        let two = round(largest: 300, processes: 2, proportional: 450)
        _ = watcher.step(two, at: 0)
        let memory = watcher.memory(of: two, budget: budget(.peakRSS))
        #expect(memory?.metric == .peakTree)
        #expect(memory?.currentBytes == 450)
        #expect(memory?.residentBytes == 300)
        // The sum is not read if it can't be a new peak: resident sizes are an upper bound.
        let shrunk = round(largest: 150, processes: 2)
        _ = watcher.step(shrunk, at: 0)
        let later = watcher.memory(of: shrunk, budget: budget(.peakRSS))
        #expect(later?.currentBytes == 300)
        #expect(later?.peakBytes == 450)
    }

    @Test("The loop updates the memory every round, even for a budget it doesn't judge")
    func loop() {
        let system = SteadySystem()
        let latest = LatestMemory(budget: budget(.peakRSS))
        var loop = WatchLoop(Watcher.Settings(), system: system, memory: latest)
        _ = loop.run()
        #expect(latest.value?.residentBytes == 3)
        #expect(latest.value?.limitBytes == 1000)
    }
}

/// Three rounds of a process that grows by one byte per round.
private final class SteadySystem: WatchedSystem {
    var now = 0
    var gauges = GaugeReading()
    var tree = TreeState(processCount: 1, hasLeader: true)

    func wait(nanoseconds: Int) -> Bool {
        now += 1
        return now > 3
    }

    func readResidents() -> Residents {
        Residents(processCount: 1, largestBytes: now, anonymousBytes: now, sumBytes: now)
    }

    func readSlowly() -> SlowReading { SlowReading() }
    func readPressure() -> PressureReading? { nil }
    func readProportional() -> ProportionalSum { ProportionalSum(bytes: 0, costNanoseconds: 0) }
    func takeSignal() -> IncomingSignal? { nil }
    func perform(_ action: Watcher.Action) {}
}
