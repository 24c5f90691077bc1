internal import MemoryBudget
internal import RunStore

/// The remarks on input units that completed trials rejected: one sentence if the strategies agree,
/// and a warning per scale where they don't. Counts of killed trials are ignored. Remarks on
/// accepted units follow.
struct RejectedRemarks {
    let scenario: ScenarioView

    var all: [Table.Text] {
        scenario.scales.compactMap(disagreement) + [agreed].compactMap(\.self) + remarks
    }

    /// Returns the cells with the counts of their completed trials; cells without counts are left
    /// out.
    private func counts(at scale: ScaleRecord) -> [(cell: CellRecord, counts: [Int])] {
        scenario.cells(at: scale).compactMap { cell in
            let counts = cell.finished.compactMap(\.rowsFailed)
            return counts.isEmpty ? nil : (cell, counts)
        }
    }

    /// The name of rejected units: records if the input is a file tree, whose units are files.
    private var rejectedOnes: String {
        if isTree { return "rejected records" }
        return scenario.unit.isEmpty ? "rejected units" : "rejected \(scenario.unit)"
    }

    private func extent(of scale: ScaleRecord) -> String {
        isTree ? "in \(scenario.label(of: scale))" : "of \(scale.label)"
    }

    private var isTree: Bool {
        scenario.cells.contains { $0.rejected.contains { $0.file != nil } }
    }

    /// The agreed count at the largest scale with a completed trial.
    private var agreed: Table.Text? {
        guard let scale = scenario.scales.last(where: { !counts(at: $0).isEmpty }) else {
            return nil
        }
        let found = counts(at: scale)
        let distinct = Set(found.flatMap(\.counts))
        guard let count = distinct.first, distinct.count == 1, count > 0 else { return nil }
        let samples = found.map { $0.cell.rejected.filter(\.isRejected) }
        let sample = samples.max { $0.count < $1.count } ?? []
        return Table.Text(
            "\(rejectedOnes): \(grouped(count)) \(extent(of: scale))"
                + Self.examples(sample, of: count))
    }

    /// The remarks on accepted units, at the largest scale that has any; each once.
    private var remarks: [Table.Text] {
        let samples = scenario.scales.map { scale in
            scenario.cells(at: scale).flatMap(\.rejected).filter { !$0.isRejected }
        }
        guard let sample = samples.last(where: { !$0.isEmpty }) else { return [] }
        return sample.uniqued().prefix(Self.remarkCountMax).map { unit in
            Table.Text("accepted, but check \(Self.place(of: unit)): \(unit.reason)")
        }
    }

    /// The maximum number of remarks that one strategy makes.
    private static let remarkCountMax = 3

    /// Returns ` (line 17: not UTF-8; line 99: no valid sku; …)`, or `file:17` for a file tree.
    private static func examples(_ sample: [RejectedUnit], of count: Int) -> String {
        guard !sample.isEmpty else { return "" }
        let shown = sample.prefix(2).map { "\(place(of: $0)): \($0.reason)" }
        let rest = count > shown.count ? ["…"] : []
        return " (\((shown + rest).joined(separator: "; ")))"
    }

    /// Returns a position in the form that compilers use, which terminals and editors make
    /// clickable.
    private static func place(of unit: RejectedUnit) -> String {
        guard let file = unit.file else { return "line \(grouped(unit.line))" }
        return unit.line > 0 ? "\(file):\(unit.line)" : file
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
            "! strategies disagree on the \(rejectedOnes) \(extent(of: scale)): "
                + each.joined(separator: ", "), .bad)
    }
}
