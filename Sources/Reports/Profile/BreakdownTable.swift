internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// Resident memory, part by part, as a table.
struct BreakdownTable {
    /// The parts and their sum.
    let breakdown: MemoryBreakdown
    private let maps: MapsTable

    /// Takes what was read.
    ///
    /// - Parameter maps: Who mapped what is past malloc, at the same moment.
    init(_ breakdown: MemoryBreakdown, maps: MapsTable) {
        self.breakdown = breakdown
        self.maps = maps
    }

    /// One part of resident memory.
    struct Part {
        var name: String
        /// Who mapped most of it, after the name; empty for other parts.
        var detail: String
        var bytes: Int
        /// The classes of ``ChartStyle`` that it is drawn in.
        var style: String
    }

    /// The parts that hold something, in the order from the program's own to what is left over.
    var parts: [Part] {
        Self.all.map { part in
            let isMaps = part.bytes == \.anonymousMapsBytes
            return Part(
                name: part.name, detail: isMaps ? maps.largest : "",
                bytes: breakdown[keyPath: part.bytes], style: part.style)
        }.filter { $0.bytes > 0 }
    }

    /// The heap's parts share a colour, from full to hollow.
    private static let all:
        [(name: String, bytes: any KeyPath<MemoryBreakdown, Int> & Sendable, style: String)] = [
            ("live blocks of malloc", \.liveBytes, "k0 full"),
            ("what size classes add", \.slackBytes, "k0 base"),
            ("the allocator's records", \.metadataBytes, "k0 rest"),
            ("free pages, kept by the allocator", \.keptPagesBytes, "k0 thin"),
            ("released, kept by the allocator", \.retainedBytes, "k0 hollow"),
            ("anonymous maps past malloc", \.anonymousMapsBytes, "k1 full"),
            ("stacks of threads", \.stacksBytes, "k2 full"),
            ("programs and libraries", \.binariesBytes, "k3 full"),
            ("mapped files", \.filesBytes, "k4 full"),
            ("shared memory", \.sharedBytes, "k5 full"),
            ("the sampler", \.samplerBytes, "k6 full"),
            ("unexplained", \.unexplainedBytes, "k6 hollow"),
        ]

    /// The table: parts that hold nothing are left out; the last row is their sum.
    var table: Table {
        let total = breakdown.totalBytes
        let unit = Figures.MemoryUnit(for: [Double(total)])
        func row(_ name: String, _ bytes: Int, _ tone: Table.Tone = .plain) -> Table.Row {
            Table.Row(cells: [
                Table.Text(unit.text(Double(bytes)), tone),
                Table.Text(
                    total > 0 ? Figures.percent(Double(bytes) / Double(total)) : "", tone),
                Table.Text(name, tone),
            ])
        }
        let rows = parts.map { row($0.name + $0.detail, $0.bytes) }
        return Table(
            groupHeader: "",
            columns: [
                Table.Column(header: unit.name), Table.Column(header: "share"),
                Table.Column(header: "resident memory", alignment: .left),
            ], groups: [Table.Group(label: "", rows: rows + [row("all", total, .strong)])])
    }
}

extension MemoryBreakdown {
    /// Free pages that the allocator is known to keep.
    fileprivate var keptPagesBytes: Int { dirtyBytes ?? 0 }
}
