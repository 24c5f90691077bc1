import MemoryBudget
import Testing

@Suite("Verdicts on a container charge")
struct ContainerVerdictTests {
    private let budget = Budget(metric: .container, limit: .mebibytes(32))

    private func trial(
        _ bytes: Int?, _ outcome: Outcome = .completed, units: Int = 1,
        kind: Observation.Kind = .measured
    ) -> Observation {
        var observation = Observation(
            strategy: "s", scale: ScaleRecord(Scale(units: units), inputBytes: nil), kind: kind,
            startedAt: "", outcome: outcome,
            evidence: Evidence(outcome == .overBudget ? .cgroup : .exited, detail: ""),
            enforcement: EnforcementRecord(requested: .cgroup, tiers: [.cgroupV2]),
            allocator: AllocatorRecord(name: .system, isAttached: false))
        observation.budget = budget
        observation.cgroupPeakBytes = bytes
        observation.peakRSSBytes = 40 << 20
        return observation
    }

    private func verdict(_ trials: [Observation]) -> Verdict {
        let noise = NoiseRecord(
            trials: 6, peakRSSBytes: 1_048_576, peakRSSShare: 0.1, wallShare: 0)
        return Verdict(judging: trials, budget: budget, noise: noise)
    }

    @Test("A trial that completes under the kernel's limit is within, even if page cache filled it")
    func filled() {
        let full = 32 << 20
        #expect(verdict([trial(full), trial(full), trial(full - 4096)]) == .within)
        // The kernel was observed to charge one page more before it reclaimed some.
        #expect(verdict([trial(full + 4096)]) == .within)
        #expect(!trial(full + 4096).isUndecided)
    }

    @Test("A trial killed by the kernel is over, and trials that disagree don't decide")
    func killed() {
        let full = 32 << 20
        #expect(verdict([trial(full, .overBudget), trial(full, .overBudget)]) == .over)
        #expect(verdict([trial(full, .overBudget), trial(full)]) == .inconclusive)
    }

    @Test("Without a reading of the charge there is no verdict")
    func unread() {
        #expect(verdict([trial(nil)]) == .unmeasured)
    }

    @Test("Charges show no growth and give no estimate of the need")
    func growth() {
        let trials = [1, 2, 4, 8, 16].map { trial($0 << 20, units: $0) }
        let cell = Cell(strategy: "s", role: .candidate, scale: Scale(units: 64))
        #expect(GrowthPoint.points(of: cell, from: trials, metric: .peakRSS).count == 5)
        #expect(GrowthPoint.points(of: cell, from: trials, metric: .container).isEmpty)
        #expect(NeedEstimate(of: cell, from: trials, metric: .container) == nil)
    }

    @Test("Rules that need such figures have an objection, and the others none")
    func rules() {
        let refused: [GateRule.Promise] = [
            .growth(.constant), .bytesPerUnit(1), .net(.mebibytes(1)),
            .memory(atMost: 0.5, of: "load-all"),
        ]
        for promise in refused {
            #expect(promise.objection(to: .peakRSS) == nil)
            #expect(promise.objection(to: .container)?.contains("metric container") == true)
        }
        let judged: [GateRule.Promise] = [
            .throughput(atLeast: 1, of: "load-all"), .baseline(threshold: 0.1),
        ]
        #expect(judged.allSatisfy { $0.objection(to: .container) == nil })
    }
}
