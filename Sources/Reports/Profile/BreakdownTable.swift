internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// The table of resident memory by part.
struct BreakdownTable {
    /// The sizes of the parts.
    let breakdown: MemoryBreakdown
    private let maps: MapsTable

    /// Creates the table.
    ///
    /// - Parameter maps: The callers of anonymous maps outside malloc, at the same moment.
    init(_ breakdown: MemoryBreakdown, maps: MapsTable) {
        self.breakdown = breakdown
        self.maps = maps
    }

    /// A part of resident memory.
    struct Part {
        var name: String
        /// The caller that mapped most of it, shown after the name; empty for other parts.
        var detail: String
        var bytes: Int
        /// The ``ChartStyle`` classes that it is drawn with.
        var style: String
    }

    /// The non-empty parts, from the program's own memory to the unexplained rest.
    var parts: [Part] {
        Self.all.map { part in
            let isMaps = part.bytes == \.anonymousMapsBytes
            return Part(
                name: part.name, detail: isMaps ? maps.largest : "",
                bytes: breakdown[keyPath: part.bytes], style: part.style)
        }.filter { $0.bytes > 0 }
    }

    /// All parts. Those of the heap share a colour, from solid to hollow.
    private static let all:
        [(name: String, bytes: any KeyPath<MemoryBreakdown, Int> & Sendable, style: String)] = [
            ("live blocks of malloc", \.liveBytes, "k0 full"),
            ("rounding up to size classes", \.slackBytes, "k0 base"),
            ("the allocator's own records", \.metadataBytes, "k0 rest"),
            ("free pages, kept by the allocator", \.keptPagesBytes, "k0 thin"),
            ("released, kept by the allocator", \.retainedBytes, "k0 hollow"),
            ("anonymous maps outside malloc", \.anonymousMapsBytes, "k1 full"),
            ("stacks of threads", \.stacksBytes, "k2 full"),
            ("programs and libraries", \.binariesBytes, "k3 full"),
            ("mapped files", \.filesBytes, "k4 full"),
            ("shared memory", \.sharedBytes, "k5 full"),
            ("the sampler", \.samplerBytes, "k6 full"),
            ("unexplained", \.unexplainedBytes, "k6 hollow"),
        ]

    /// The table without empty parts; its last row is the sum.
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
    /// The free pages that the allocator is known to keep.
    fileprivate var keptPagesBytes: Int { dirtyBytes ?? 0 }
}
