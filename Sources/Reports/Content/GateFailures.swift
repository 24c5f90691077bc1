internal import Judging
internal import MemoryBudget
internal import RunStore

/// The findings that a gate fails on: changes against earlier peaks, and everything else.
struct GateFailures {
    /// The peaks that changed by more than is allowed, in the gate's order.
    let changes: [GateFinding]
    /// The other broken rules, the one that decides the exit status first.
    let others: [GateFinding]

    init(of gate: GateRecord) {
        let failing = gate.findings.filter { $0.result.severity > .none }
        changes = failing.filter(Self.isChange)
        others = failing.filter { !Self.isChange($0) }.mostSevereFirst(by: \.result)
    }

    private static func isChange(_ finding: GateFinding) -> Bool {
        EarlierMarks.Mark(finding)?.isFailing ?? false
    }

    /// Returns the changes against the base or against the baseline.
    func changes(against source: FindingReason.Earlier) -> [GateFinding] {
        changes.filter { EarlierMarks.Mark($0)?.source == source }
    }

    /// Whether a change, rather than another broken rule, decides the exit status.
    var areChangesFirst: Bool {
        let first = (changes.prefix(1) + others.prefix(1)).mostSevereFirst(by: \.result).first
        return first == changes.first
    }
}
