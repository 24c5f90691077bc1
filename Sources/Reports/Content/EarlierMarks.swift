internal import MemoryBudget
internal import RunStore

/// The earlier peak of each cell that a gate compared, for tables and charts: of the baseline, or of the
/// base that ran beside it.
struct EarlierMarks {
    /// The earlier peak of one cell, and how it changed.
    struct Mark {
        /// The median, in bytes.
        var bytes: Double
        /// The median now, in bytes.
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

        /// The colour of the change.
        var tone: Table.Tone {
            switch result {
            case .regressed: .bad
            case .improved: .good
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

    /// Those of a scenario; none without a gate, or if it compared nothing.
    init(_ gate: GateRecord?, of scenario: String) {
        let pairs = (gate?.findings ?? []).filter { $0.scenario == scenario }.compactMap {
            finding in
            Mark(finding).map { (Place(variant: finding.variant, scale: finding.scale), $0) }
        }
        marks = Dictionary(pairs) { first, _ in first }
    }

    /// The mark of a cell; nil if it was not compared.
    subscript(cell: CellRecord) -> Mark? {
        marks[Place(variant: cell.variant, scale: cell.scale.label)]
    }

    /// Whose peaks they are; nil if there are none.
    var source: FindingReason.Earlier? { marks.values.first?.source }
}
