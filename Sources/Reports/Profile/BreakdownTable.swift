internal import HeapProfile
internal import MemoryBudget

/// Resident memory, part by part, as a table.
struct BreakdownTable {
    private let breakdown: MemoryBreakdown

    init(_ breakdown: MemoryBreakdown) { self.breakdown = breakdown }

    /// The parts, in the order from the program's own to what is left over.
    private static let parts:
        [(name: String, bytes: any KeyPath<MemoryBreakdown, Int> & Sendable)] = [
            ("live blocks of malloc", \.liveBytes),
            ("what size classes add", \.slackBytes),
            ("the allocator's records", \.metadataBytes),
            ("released, kept by the allocator", \.retainedBytes),
            ("anonymous maps past malloc", \.anonymousMapsBytes),
            ("stacks of threads", \.stacksBytes),
            ("programs and libraries", \.binariesBytes),
            ("mapped files", \.filesBytes),
            ("shared memory", \.sharedBytes),
            ("the sampler", \.samplerBytes),
            ("unexplained", \.unexplainedBytes),
        ]

    /// What the table is of: the highest moment at which memory was read, which may be below the peak.
    static func caption(_ breakdown: MemoryBreakdown, of trial: Observation) -> String {
        let read = ByteCount(breakdown.totalBytes)
        guard let peak = trial.peakRSSBytes, Double(peak) > Double(breakdown.totalBytes) * 1.02
        else { return "From heap to RSS, at the peak" }
        return "From heap to RSS, at \(read): the highest that was read in full, of a peak of"
            + " \(ByteCount(peak))"
    }

    /// The table: parts that hold nothing are left out; the last row is their sum.
    var table: Table {
        let total = breakdown.totalBytes
        let unit = Figures.MemoryUnit(for: [Double(total)])
        let parts = Self.parts.filter { breakdown[keyPath: $0.bytes] > 0 }
        func row(_ name: String, _ bytes: Int, _ tone: Table.Tone = .plain) -> Table.Row {
            Table.Row(cells: [
                Table.Text(unit.text(Double(bytes)), tone),
                Table.Text(
                    total > 0 ? Figures.percent(Double(bytes) / Double(total)) : "", tone),
                Table.Text(name, tone),
            ])
        }
        let rows = parts.map { row($0.name, breakdown[keyPath: $0.bytes]) }
        return Table(
            groupHeader: "",
            columns: [
                Table.Column(header: unit.name), Table.Column(header: "share"),
                Table.Column(header: "resident memory", alignment: .left),
            ], groups: [Table.Group(label: "", rows: rows + [row("all", total, .strong)])])
    }
}
