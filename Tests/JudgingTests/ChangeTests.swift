import MemoryBudget
import RunStore
import Testing

@testable import Judging

@Suite("Changes against a base")
struct ChangeTests {
    /// Returns the finding of a run with two builds.
    private func finding(
        head: [Double], base: [Double], threshold: Double? = nil, isRatchet: Bool = false
    ) -> Finding? {
        var run = MadeUpRun(gate: threshold.map { [GateRule(.baseline(threshold: $0))] } ?? [])
        run.add(units: 1_000, mebibytes: head)
        var other = MadeUpRun()
        other.build = .base
        other.add(units: 1_000, mebibytes: base)
        var record = run.record
        record.scenarios += other.record.scenarios
        return Gate(scenarios: [run.scenario], reference: .base, isRatchet: isRatchet)
            .findings(of: record).first { $0.rule == .baseline }
    }

    @Test("A change counts only if its whole interval is beyond the threshold")
    func words() {
        #expect(finding(head: [20, 20, 20], base: [20, 20, 20])?.result == .kept)
        #expect(finding(head: [24, 24, 24], base: [20, 20, 20])?.result == .regressed)
        #expect(finding(head: [16, 16, 16], base: [20, 20, 20])?.result == .improved)
        // One of three overlaps, and two are higher.
        #expect(finding(head: [20, 24, 24], base: [20, 20, 20])?.result == .inconclusive)
        #expect(finding(head: [20, 20, 24], base: [20, 20, 20])?.result == .kept)
        #expect(finding(head: [24, 24, 24], base: [20, 20, 20], threshold: 0.3)?.result == .kept)
        #expect(
            finding(head: [16, 16, 16], base: [20, 20, 20], isRatchet: true)?.result
                == .improvedRatchet)
    }

    @Test("An outlier of the base that hides a doubled median is inconclusive, not kept")
    func hidden() {
        let found = finding(head: [20, 20, 20], base: [10, 10, 20])
        #expect(found?.result == .inconclusive)
        #expect(found?.measured == 1)
        // Less memory never fails, however uncertain.
        #expect(finding(head: [10, 10, 20], base: [20, 20, 20])?.result == .kept)
    }

    @Test("Unchanged is not proven if a run needs far more than any of the base")
    func stray() {
        #expect(finding(head: [20, 20, 20, 46], base: [20, 20, 20, 20])?.result == .inconclusive)
        #expect(finding(head: [20, 20, 20, 46], base: [20, 20, 20, 40])?.result == .kept)
    }

    @Test("Less than the machine's noise is no change, whatever the threshold")
    func noise() {
        // 100 KiB and 0.5 %, 2.8 times.
        let found = finding(head: [1.2, 1.2, 1.2], base: [1, 1, 1], threshold: 0.01)
        #expect(found?.result == .kept)
    }

    /// Returns the results of a head of 20 MiB against a base whose trials had another outcome.
    private func results(
        base outcome: Outcome, _ evidence: Evidence.Kind, isFinished: Bool = true
    ) -> [GateFinding.Result] {
        var run = MadeUpRun()
        run.add(units: 1_000, mebibytes: [20, 20, 20])
        var other = MadeUpRun()
        other.build = .base
        other.add(units: 1_000, mebibytes: [40, 40, 40], outcome: outcome, evidence: evidence)
        var record = run.record
        record.scenarios += other.record.scenarios
        if !isFinished { record.finishedAt = nil }
        return Gate(scenarios: [run.scenario], reference: .base).findings(of: record)
            .filter { $0.result != .kept }.map(\.result)
    }

    @Test("A base that crashed, was killed externally or is wrong is inconclusive")
    func lostBase() {
        for (outcome, evidence) in [
            (Outcome.crashed, Evidence.Kind.signal), (.failed, .exitCode),
            (.killedExternally, .foreignKill), (.timedOut, .deadline),
            (.stalled, .memoryPressure),
            (.wrongResult, .verification),
        ] {
            #expect(results(base: outcome, evidence).contains(.inconclusive), "\(outcome)")
        }
        #expect(results(base: .overBudget, .watchdog) == [.unproven, .improved])
    }

    @Test("A run that was cut short doesn't pass, even with trials of both builds")
    func cutShort() {
        #expect(results(base: .completed, .exited, isFinished: false).contains(.missing))
    }

    @Test("A cell that the base lacks is new; a gate only fails if nothing was compared")
    func new() {
        #expect(finding(head: [20], base: [])?.result == .new)
    }

    @Test("Equal programs with 1 % of noise are unchanged in 1,000 of 1,000 comparisons")
    func falseAlarms() {
        var generator = SplitMix64(seed: 7)
        func trials() -> [Double] {
            // Approximately normal: the sum of twelve, with a standard deviation of 1 % of 20 MiB.
            (0..<3).map { _ in
                20 + 0.2
                    * ((0..<12).reduce(-6.0) { sum, _ in
                        sum + Double.random(in: 0..<1, using: &generator)
                    })
            }
        }
        let kept = (0..<1_000).count { _ in
            Comparison(
                Summary(trials()), against: Summary(trials()),
                tolerance: max(0.05, GrowthNoise.typical.difference(of: 20 * 1_048_576))
            ).word == .unchanged
        }
        #expect(kept == 1_000)
    }
}

@Suite("Comparisons of two runs")
struct RunComparisonTests {
    @Test(
        "Common cells are compared, others are new or gone, and machine differences are named"
    )
    func compare() throws {
        var base = MadeUpRun()
        base.add(units: 1_000, mebibytes: [20, 20, 20])
        base.add(units: 2_000, mebibytes: [20, 20, 20])
        var head = MadeUpRun()
        head.add(units: 1_000, mebibytes: [30, 30, 30], seconds: 2)
        head.add(units: 4_000, mebibytes: [20, 20, 20])
        head.environment.kernel = "Linux 7"
        let comparison = RunComparison(of: head.record, against: base.record)
        let cells = try #require(comparison.scenarios.first?.cells)
        #expect(cells.map(\.scale.units) == [1_000, 4_000, 2_000])
        #expect(cells.map(\.peak.word) == [.regressed, .new, .gone])
        #expect(cells[0].peak.change == 0.5 && cells[0].speed?.word == .regressed)
        #expect(cells[1].speed == nil)
        let kernel = ConditionDifference.condition(
            name: "kernel", found: "Linux 7", wanted: "Linux 6")
        #expect(comparison.differences == [.machine(kernel)])
    }

    @Test("A change of speed within the machine's noise, or of one trial, doesn't count")
    func speedInsideNoise() throws {
        func word(_ trials: Int, noise: Double) throws -> Comparison.Word? {
            var (base, head) = (MadeUpRun(), MadeUpRun())
            let peaks = Array(repeating: 20.0, count: trials)
            base.add(units: 1_000, mebibytes: peaks, seconds: 2)
            head.add(units: 1_000, mebibytes: peaks, seconds: 1)
            head.environment.noiseFloor = NoiseRecord(
                trials: 6, peakRSSBytes: 0, peakRSSShare: 0, wallShare: noise)
            base.environment.noiseFloor = head.environment.noiseFloor
            let comparison = RunComparison(of: head.record, against: base.record)
            return try #require(comparison.scenarios.first?.cells.first).speed?.word
        }
        #expect(try word(3, noise: 0.04) == .improved)
        #expect(try word(3, noise: 0.77) == .unchanged)
        #expect(try word(1, noise: 0.04) == .unchanged)
    }

    @Test("Differences besides memory are reported: unfinished, the metric, data, the budget")
    func differences() {
        var base = MadeUpRun()
        base.add(units: 1_000, mebibytes: [20])
        var head = MadeUpRun(budget: Budget(metric: .peakAnonymous, limit: .mebibytes(64)))
        head.scenario.dataset?.seed = 7
        head.add(units: 1_000, mebibytes: [20])
        var record = head.record
        record.finishedAt = nil
        func data(_ run: MadeUpRun) -> ScenarioData {
            run.scenario.dataset.map { .generated($0) } ?? .none
        }
        #expect(
            RunComparison(of: record, against: base.record).differences == [
                .unfinished(.head),
                .metric(scenario: "made-up", base: .peakRSS, head: .peakAnonymous),
                .data(scenario: "made-up", base: data(base), head: data(head)),
                .limit(scenario: "made-up", base: 32 << 20, head: 64 << 20),
            ])
    }

    @Test("A cell that was killed before and completes now improved; the opposite regressed")
    func killed() {
        var killed = MadeUpRun()
        killed.add(units: 1_000, mebibytes: [32.1], outcome: .overBudget, evidence: .watchdog)
        var whole = MadeUpRun()
        whole.add(units: 1_000, mebibytes: [20])
        let forward = RunComparison(of: whole.record, against: killed.record)
        let backward = RunComparison(of: killed.record, against: whole.record)
        #expect(forward.scenarios[0].cells[0].peak == Comparison(.improved))
        #expect(backward.scenarios[0].cells[0].peak == Comparison(.regressed))
    }

    @Test(
        "A wrong result has figures and is called wrong, an uncheckable one is called so"
    )
    func wrong() throws {
        func run(_ outcome: Outcome, _ evidence: Evidence.Kind) -> RunRecord {
            var run = MadeUpRun()
            run.add(units: 1_000, mebibytes: [20, 20], outcome: outcome, evidence: evidence)
            return run.record
        }
        let right = run(.completed, .exited)
        let wrong = run(.wrongResult, .verification)
        let unknown = run(.failed, .check)
        let pairs: [(RunRecord, RunRecord, Comparison.Word)] = [
            (wrong, right, .wrong), (right, wrong, .wrong), (wrong, wrong, .wrong),
            (unknown, right, .uncheckable), (right, unknown, .uncheckable),
            (wrong, unknown, .wrong),
        ]
        for (head, base, word) in pairs {
            let comparison = RunComparison(of: head, against: base)
            let cell = try #require(comparison.scenarios.first?.cells.first)
            #expect(cell.peak == Comparison(word))
            #expect(cell.head?.peakBytes?.values == [20_971_520, 20_971_520])
            #expect(cell.speed == nil)
        }
    }

    private func encoded(_ cells: [CellComparison]) throws -> String {
        String(decoding: try JSONText.pretty(cells), as: UTF8.self)
    }

    @Test("A cell that failed, was killed early or never ran is unmeasured, not unchanged")
    func unmeasured() throws {
        func run(_ mebibytes: [Double], _ outcome: Outcome, _ evidence: Evidence.Kind) -> RunRecord
        {
            var run = MadeUpRun()
            run.add(units: 1_000, mebibytes: mebibytes, outcome: outcome, evidence: evidence)
            return run.record
        }
        let whole = run([20, 20, 20], .completed, .exited)
        let failed = run([5, 5, 5], .failed, .exitCode)
        let killed = run([32.1, 32.1, 32.1], .overBudget, .watchdog)
        var idle = whole
        let scenario = MadeUpRun().scenario
        let cell = Cell(
            strategy: "streamed", role: .candidate, scale: Scale(units: 1_000), parameters: [:])
        idle.scenarios = [
            ScenarioRecord(scenario, unit: "rows", cells: [cell], observations: [])
        ]
        let pairs = [
            (failed, whole), (whole, failed), (failed, failed), (idle, whole), (whole, idle),
            (killed, killed),
        ]
        for (head, base) in pairs {
            let comparison = RunComparison(of: head, against: base)
            let cells = try #require(comparison.scenarios.first?.cells)
            #expect(cells.map(\.peak) == [Comparison(.unmeasured)])
            #expect(try encoded(cells).contains("\"comparison\" : \"unmeasured\""))
        }
        #expect(
            RunComparison(of: whole, against: whole).scenarios[0].cells[0].peak.word == .unchanged)
    }
}
