internal import HeapProfile
internal import MemoryBudget

/// The table of callers that mapped anonymous memory without malloc.
struct MapsTable {
    private let callers: [(name: String, sum: HeapProfile.MapSum)]

    /// The heading of the table.
    static let title = "Anonymous maps outside malloc"

    /// The number of callers shown; the rest is one row.
    private static let callersShown = 5
    /// The minimum share of resident memory that deserves a table.
    private static let leastShare = 0.02

    init(_ heap: HeapProfile, at moment: HeapMoment) {
        callers = NamedMaps(heap).all(at: moment).map { caller in
            let frame = caller.frame.map { $0.function + ($0.place.map { " (\($0))" } ?? "") }
            return (TerminalText.visible(frame ?? "no stack"), caller.sum(at: moment))
        }
    }

    /// `, most by Arena.grow (arena.c:12)`; empty if none of the maps is resident.
    var largest: String {
        guard let first = callers.first, first.sum.residentBytes > 0 else { return "" }
        return (callers.count > 1 ? ", most by " : ", by ") + first.name
    }

    /// Returns whether the maps hold enough resident memory for a table, and one row of the
    /// breakdown is too few.
    func isWanted(beside breakdown: MemoryBreakdown) -> Bool {
        let share = Double(breakdown.anonymousMapsBytes) / Double(max(1, breakdown.totalBytes))
        return callers.count > 1 && share >= Self.leastShare
    }

    /// The table of each caller's maps: resident bytes, and mapped bytes.
    var table: Table {
        let unit = Figures.MemoryUnit(for: callers.map { Double($0.sum.bytes) })
        let rest = callers.dropFirst(Self.callersShown)
        var rows = callers.prefix(Self.callersShown).map { row($0.sum, $0.name, of: unit) }
        if !rest.isEmpty {
            let sum = rest.reduce(into: HeapProfile.MapSum()) { $0.add($1.sum) }
            rows.append(row(sum, Figures.plural(rest.count, "more caller"), of: unit, .faint))
        }
        return Table(
            groupHeader: "",
            columns: [
                Table.Column(header: "\(unit.name) resident"), Table.Column(header: "mapped"),
                Table.Column(header: "maps", spareRank: 1),
                Table.Column(header: "anonymous maps outside malloc, by caller", alignment: .left),
            ], groups: [Table.Group(label: "", rows: rows)])
    }

    private func row(
        _ sum: HeapProfile.MapSum, _ name: String, of unit: Figures.MemoryUnit,
        _ tone: Table.Tone = .plain
    ) -> Table.Row {
        Table.Row(cells: [
            Table.Text(unit.text(Double(sum.residentBytes)), tone),
            Table.Text(unit.text(Double(sum.bytes)), tone), Table.Text("\(sum.count)", tone),
            Table.Text(name, tone),
        ])
    }
}
