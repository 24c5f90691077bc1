internal import MemoryBudget
internal import RunStore

/// What finished trials set aside as bad: one sentence where they agree, and one that stands out a
/// scale where they don't. What a killed trial had counted by then says nothing.
struct RejectedRemarks {
    let scenario: ScenarioRecord

    var all: [Table.Text] {
        scenario.scales.compactMap(disagreement) + [agreed].compactMap(\.self)
    }

    /// A strategy and the counts of its finished trials; those that count nothing are left out.
    private func counts(at scale: ScaleRecord) -> [(cell: CellRecord, counts: [Int])] {
        scenario.cells(at: scale).compactMap { cell in
            let counts = cell.finished.compactMap(\.rowsFailed)
            return counts.isEmpty ? nil : (cell, counts)
        }
    }

    private var unit: String { scenario.unit.isEmpty ? "units" : scenario.unit }

    /// At the largest scale that something finished.
    private var agreed: Table.Text? {
        guard let scale = scenario.scales.last(where: { !counts(at: $0).isEmpty }) else {
            return nil
        }
        let found = counts(at: scale)
        let distinct = Set(found.flatMap(\.counts))
        guard let count = distinct.first, distinct.count == 1, count > 0 else { return nil }
        let sample = found.map(\.cell.rejected).max { $0.count < $1.count } ?? []
        return Table.Text(
            "bad \(unit) set aside: \(grouped(count)) of \(scale.label)"
                + Self.examples(sample, of: count))
    }

    /// ` (line 17: not UTF-8; line 99: no valid sku; …)`.
    private static func examples(_ sample: [RejectedUnit], of count: Int) -> String {
        guard !sample.isEmpty else { return "" }
        let shown = sample.prefix(2).map { "line \(grouped($0.line)): \($0.reason)" }
        let rest = count > shown.count ? ["…"] : []
        return " (\((shown + rest).joined(separator: "; ")))"
    }

    private func disagreement(_ scale: ScaleRecord) -> Table.Text? {
        let found = counts(at: scale)
        guard Set(found.flatMap(\.counts)).count > 1 else { return nil }
        let each = found.map { cell, counts in
            let ends = [counts.min() ?? 0, counts.max() ?? 0].map(grouped)
            return scenario.name(of: cell) + " "
                + (ends[0] == ends[1] ? ends[0] : "\(ends[0])–\(ends[1])")
        }
        return Table.Text(
            "! strategies disagree on the bad \(unit) of \(scale.label): "
                + each.joined(separator: ", "), .bad)
    }
}
