internal import MemoryBudget
internal import RunStore

/// The columns beside the peak: what it was before, and what of it is the job's own.
extension ScenarioTable {
    /// The earlier peak and the change since, where a gate compared them.
    var earlierColumns: [Definition] {
        guard let source = scenario.earlier.source else { return [] }
        let heading = "\(scenario.metric.title), \(memory.name)"
        return [
            (
                Table.Column(header: source.rawValue, heading: heading, spareRank: 3),
                { cell in
                    let bytes = scenario.earlier[cell]?.bytes
                    return Table.Text(bytes.map(memory.text) ?? "", value: bytes)
                }
            ),
            (
                Table.Column(header: "change", heading: heading, spareRank: 1),
                { cell in
                    guard let mark = scenario.earlier[cell] else { return Table.Text("") }
                    return Table.Text(
                        mark.comparison.text, mark.tone, value: mark.comparison.change)
                }
            ),
        ]
    }

    /// Floor and net are resident memory; another metric gets a heading of its own for them.
    var sizeColumns: [Definition] {
        let isRSS = scenario.metric == .peakRSS
        let heading = isRSS ? "\(scenario.metric.title), \(memory.name)" : "RSS, \(memory.name)"
        func bytes(
            _ header: String, _ spareRank: Int, _ value: @escaping (CellRecord) -> Double?
        ) -> Definition {
            (
                Table.Column(header: header, heading: heading, spareRank: spareRank),
                { Table.Text(value($0).map(memory.text) ?? "", value: value($0)) }
            )
        }
        let peak = isRSS ? [] : [bytes("peak", 2, \.reading.peakRSS)]
        let sizes = [bytes("floor", 5, \.floorRSSBytes), bytes("net", 4, \.reading.net)].map(
            markedWithoutFloor)
        return peak + sizes + [
            (
                Table.Column(header: "× input", heading: heading, spareRank: 3),
                {
                    Table.Text(
                        $0.reading.multipleOfInput.map(Figures.ratio) ?? "",
                        value: $0.reading.multipleOfInput)
                }
            )
        ]
    }

    /// A dash where a cell alone has no floor, so that nobody looks for it.
    private func markedWithoutFloor(_ definition: Definition) -> Definition {
        let isKnown = scenario.cells.contains { $0.floorRSSBytes != nil }
        return (
            definition.column,
            { cell in
                let isMissing = isKnown && cell.floorRSSBytes == nil && !cell.measured.isEmpty
                return isMissing ? Table.Text("—", .faint) : definition.text(cell)
            }
        )
    }
}
