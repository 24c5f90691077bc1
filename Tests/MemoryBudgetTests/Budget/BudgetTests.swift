import MemoryBudget
import Testing

@Suite("A budget")
struct BudgetTests {
    @Test("A reading equal to the limit is within the budget")
    func inclusive() {
        let budget = Budget(metric: .peakRSS, limit: ByteCount(1_000))
        #expect(budget.allows(999))
        #expect(budget.allows(1_000))
        #expect(!budget.allows(1_001))
    }

    @Test("Metrics have the documented names on the command line and in files")
    func names() {
        #expect(
            Metric.allCases.map(\.rawValue)
                == ["peak-rss", "peak-anon", "peak-live", "peak-tree", "container"])
        #expect(
            Metric.allCases.map(\.title)
                == [
                    "peak RSS", "peak anonymous", "peak live bytes", "tree peak",
                    "container charge",
                ])
        #expect(
            [Enforcement.auto, .cgroup, .watchdog, .rlimit, .off].map(\.rawValue)
                == ["auto", "cgroup", "watchdog", "rlimit", "off"])
        #expect(Allocator.allCases.map(\.rawValue) == ["system", "jemalloc"])
        #expect(EnforcementTier.cgroupV1.rawValue == "cgroup-v1")
        #expect(EnforcementTier.cgroupV2.rawValue == "cgroup-v2")
    }

    @Test("The default metric under a kernel limit is the container charge")
    func defaultMetric() {
        #expect(Metric.default(under: .cgroup) == .container)
        for enforcement in [Enforcement.auto, .watchdog, .rlimit, .off] {
            #expect(Metric.default(under: enforcement) == .peakRSS)
        }
        #expect(Metric.allCases.filter { !$0.showsNeed } == [.container])
    }
}
