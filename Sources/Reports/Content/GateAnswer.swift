internal import Judging
internal import MemoryBudget
internal import RunStore

/// The answer of a gate, before everything else: whether it is passed; if it isn't, each change against the
/// earlier peaks, each other rule that is not kept, and how to accept them.
struct GateAnswer {
    /// The sentence that says whether it is passed.
    let lead: Table.Text
    /// The peaks of every strategy that regressed, at each scale; nil if none did.
    let changes: Table?
    /// The other rules that are not kept, a line each.
    let failures: [Table.Text]
    /// The ways to accept what failed, a line each.
    let advice: [AdviceLine]

    /// The most lines about rules that are not kept.
    private static let failuresMax = 10

    /// The answer of a run's gate; nil for a run that only measured.
    init?(_ run: RunRecord) {
        guard let gate = run.gate else { return nil }
        lead = gate.sentence
        let failing = gate.findings.filter { $0.result.severity > .none }
        let regressed = failing.filter { EarlierMarks.Mark($0)?.result == .regressed }
        changes = GateChanges(gate, regressed: regressed).table
        failures = Self.lines(about: failing.filter { !regressed.contains($0) }.mostSevereFirst)
        advice = GateAdvice(run: run, gate: gate, failing: failing).lines
    }

    private static func lines(about findings: [GateFinding]) -> [Table.Text] {
        let shown = findings.count > failuresMax ? failuresMax - 1 : findings.count
        let rest = findings.count - shown
        let lines = findings.prefix(shown).map { finding in
            Table.Text(
                "\(finding.place): \(finding.title): \(finding.sentence)", finding.result.text.tone)
        }
        return lines + (rest > 0 ? [Table.Text("\(grouped(rest)) more below", .faint)] : [])
    }
}
