internal import MemoryBudget
internal import RunStore

/// The earlier peaks that a gate compared cells with, for tables and charts: those of the baseline,
/// or of the base that ran alongside.
struct EarlierMarks {
    /// The earlier peak of one cell, and how it changed.
    struct Mark {
        /// The earlier median, in bytes.
        var bytes: Double
        /// The current median, in bytes.
        var nowBytes: Double
        var comparison: Comparison
        var result: GateFinding.Result
        var source: FindingReason.Earlier

        init?(_ finding: GateFinding) {
            guard case .change(let comparison, let bytes, let earlier, let source) = finding.reason
            else { return nil }
            self.bytes = earlier
            nowBytes = bytes
            self.comparison = comparison
            result = finding.result
            self.source = source
        }

        /// Whether the gate fails because of it: a change that was not accepted.
        var isFailing: Bool {
            switch result {
            case .regressed, .improvedRatchet: true
            default: false
            }
        }

        /// The colour of the change.
        var tone: Table.Tone {
            switch result {
            case .regressed: .bad
            case .improved, .improvedRatchet: .good
            case .inconclusive: .caution
            default: .plain
            }
        }
    }

    private struct Place: Hashable {
        var variant: String
        var scale: String?
    }

    private let marks: [Place: Mark]

    /// Takes the comparisons of a scenario; empty without a gate, or if it compared nothing.
    init(_ gate: GateRecord?, of scenario: String) {
        let pairs = (gate?.findings ?? []).filter { $0.scenario == scenario }.compactMap {
            finding in
            Mark(finding).map { (Place(variant: finding.variant, scale: finding.scale), $0) }
        }
        marks = Dictionary(pairs) { first, _ in first }
    }

    /// The mark of a cell; `nil` if it was not compared.
    subscript(cell: CellRecord) -> Mark? {
        marks[Place(variant: cell.variant, scale: cell.scale.label)]
    }

    /// The origin of the peaks, baseline or base; `nil` if there are none.
    var source: FindingReason.Earlier? { marks.values.first?.source }
}
