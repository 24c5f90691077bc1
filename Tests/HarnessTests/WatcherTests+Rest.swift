import MemoryBudget
import Testing

@testable import Harness

private let millisecond = 1_000_000

extension WatcherTests {
    /// Returns the intervals while a tree is constant, in microseconds, after it has changed.
    private func restingIntervals(
        _ mebibytes: Int, processes: Int = 1, of watcher: Watcher
    ) -> [Int] {
        var watcher = watcher
        return (0..<16).map { _ in
            _ = watcher.step(round(mebibytes, processes: processes), at: 0)
            return watcher.intervalNanoseconds / 1000
        }
    }

    @Test("An idle tree is read less and less often, up to every 20 ms, and at once on change")
    func rest() {
        var watcher = watcher(budget: 1000)
        #expect(
            restingIntervals(10, of: watcher).prefix(7)
                == [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000])
        for _ in 0..<9 { _ = watcher.step(round(10), at: 0) }
        // A few touched pages are ignored; a larger change either way, or another process, is not.
        _ = watcher.step(round(10) { $0.residents.sumBytes += 64 << 10 }, at: 0)
        #expect(watcher.intervalNanoseconds == 20 * millisecond)
        for moved in [round(11), round(9), round(10, processes: 2)] {
            for _ in 0..<9 { _ = watcher.step(round(10), at: 0) }
            _ = watcher.step(moved, at: 0)
            #expect(watcher.intervalNanoseconds == millisecond)
        }
        var live = self.watcher(budget: 1000)
        for _ in 0..<9 { _ = live.step(round(10), at: 0) }
        _ = live.step(round(10) { $0.gauges.liveBytes = 1 << 20 }, at: 0)
        #expect(live.intervalNanoseconds == millisecond)
    }

    @Test("An idle tree is read before growth of 4 GiB per second could use up its budget")
    func restWithinRoom() {
        // 12 MiB are used up in 3.1 ms.
        #expect(restingIntervals(28, of: watcher(budget: 40)).last == 3145)
        let close = restingIntervals(99, of: watcher(budget: 100))
        #expect(close.prefix(9).allSatisfy { $0 == 250 } && close.dropFirst(9).first == 500)
        #expect(close.last == 1000)
        #expect(restingIntervals(99, of: watcher(budget: nil)).last == 20_000)
    }

    @Test("A kernel's limit above the budget makes the closest readings unnecessary")
    func kernelLimit() {
        let backed = watcher { $0.hasKernelLimit = true }
        #expect(restingIntervals(99, of: backed).prefix(3) == [1000, 2000, 2000])
        #expect(restingIntervals(76, of: backed).first == 1000)
        #expect(restingIntervals(76, of: watcher()).first == 250)
    }

    @Test("If only rounds see a peak, the maximum interval is 5 ms; for a profile, 1 ms")
    func restOfSampled() {
        #expect(restingIntervals(10, processes: 2, of: watcher(budget: 1000)).last == 5000)
        for metric in [Metric.peakAnonymous, .peakTree] {
            #expect(restingIntervals(10, of: watcher(metric, budget: 1000)).last == 5000)
        }
        let untraced = watcher(budget: 1000) { $0.isTraced = false }
        #expect(restingIntervals(10, of: untraced).last == 5000)
        let profiled = watcher(budget: 1000) { $0.isProfiled = true }
        #expect(restingIntervals(10, of: profiled).last == 1000)
    }

    @Test("An idle tree is read four times less often, until shared pages are copied")
    func treeAtRest() {
        var watcher = watcher(.peakTree, budget: 1000)
        func pause(_ mebibytes: Int) -> Int {
            let reading = round(60, processes: 2) {
                $0.proportional = .init(bytes: mebibytes << 20, costNanoseconds: 100_000)
            }
            for _ in 0..<9 { _ = watcher.step(reading, at: 0) }
            let residents = reading.residents
            return (1...40).first { watcher.isTreeReadingDue(residents, at: $0 * millisecond) } ?? 0
        }
        #expect(pause(70) == 20)
        let copied = round(60, processes: 2) {
            $0.proportional = .init(bytes: 71 << 20, costNanoseconds: 100_000)
        }
        _ = watcher.step(copied, at: 0)
        #expect(watcher.isTreeReadingDue(copied.residents, at: 5 * millisecond))
    }

    @Test("Expensive figures are read every 50 ms while idle, and at once after a change")
    func slowAtRest() {
        var watcher = watcher(budget: 1000)
        let slow = round(10) { $0.slow = SlowReading() }
        for _ in 0..<9 { _ = watcher.step(slow, at: 0) }
        #expect(!watcher.isSlowReadingDue(at: 50 * millisecond - 1))
        #expect(watcher.isSlowReadingDue(at: 50 * millisecond))
        _ = watcher.step(round(12), at: 20 * millisecond)
        #expect(watcher.isSlowReadingDue(at: 20 * millisecond))
    }
}
