import MemoryBudget
import RunStore

@testable import Reports

extension Fixture {
    /// A run compared with a baseline, in which streamed regressed at the larger scale.
    ///
    /// - Parameter now: Its peak at that scale, in MiB; it was 12 before.
    static func compared(
        with source: FindingReason.Earlier = .baseline, now: Double = 14.1,
        others: [GateFinding] = []
    ) -> RunRecord {
        let pairs: [(Int, Double, Double)] = [(10_000, 13.0, 13.1), (160_000, 12.0, now)]
        let findings = pairs.map { units, earlier, now in
            finding(units, from: earlier, to: now, of: source)
        }
        var run = run(ingest)
        run.commandLine = ["bin/membudget", "gate", "--baseline", "base lines"]
        run.gate = GateRecord(
            findings: findings + others, exitStatus: 2,
            baseline: source == .baseline ? "base lines" : nil)
        return run
    }

    private static func finding(
        _ units: Int, from earlier: Double, to now: Double, of source: FindingReason.Earlier
    ) -> GateFinding {
        let (before, after) = (mebibytes(earlier), mebibytes(now))
        let comparison = Comparison(
            Summary([Double(after)]), against: Summary([Double(before)]), tolerance: 0.05)
        return GateFinding(
            scenario: "csv-ingest", variant: "streamed batch=1000",
            scale: Scale(units: units).label, rule: .baseline,
            result: comparison.word == .regressed
                ? .regressed : comparison.word == .improved ? .improvedRatchet : .kept,
            sentence: "it changed",
            reason: .change(
                comparison: comparison, bytes: Double(after), earlierBytes: Double(before),
                against: source), line: 9)
    }

    /// A rule that is exceeded, at a line of the scenario.
    static let overBudget = GateFinding(
        scenario: "csv-ingest", variant: "half-streamed batch=1000", scale: "160k", rule: .peak,
        result: .over, sentence: "peak RSS 52.7 MiB, over the budget of 32.0 MiB", line: 5)
}
