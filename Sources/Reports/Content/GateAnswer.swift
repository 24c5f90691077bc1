internal import Judging
internal import MemoryBudget
internal import RunStore

/// The answer of a gate, shown first: whether it passed. If it failed, also each change against the
/// earlier peaks, each other broken rule, and the ways to accept them.
struct GateAnswer {
    /// The sentence about whether the gate passed.
    let lead: Table.Text
    /// The table of strategies whose peaks changed too much, with all scales; `nil` if none did.
    let changes: Table?
    /// The other broken rules, one line each.
    let failures: [Table.Text]
    /// Whether the changes decide the exit status, and so are shown before the other failures.
    let areChangesFirst: Bool
    /// The ways to accept what failed, one line each.
    let advice: [AdviceLine]

    /// The maximum number of lines about other broken rules.
    private static let failuresMax = 10

    /// Creates the answer of a run's gate; `nil` for a run without a gate.
    init?(_ run: RunRecord) {
        guard let gate = run.gate else { return nil }
        lead = gate.sentence
        let failing = GateFailures(of: gate)
        changes = GateChanges(gate, failing: failing.changes).table
        failures = Self.lines(about: failing.others)
        areChangesFirst = failing.areChangesFirst
        advice = GateAdvice(run: run, gate: gate, failing: failing).lines
    }

    /// Returns the parts about changes and about other failures; those that decide the status
    /// first.
    func ordered<Part>(changes: [Part], failures: [Part]) -> [Part] {
        areChangesFirst ? changes + failures : failures + changes
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
