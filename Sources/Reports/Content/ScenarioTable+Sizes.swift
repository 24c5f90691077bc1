internal import MemoryBudget
internal import RunStore

/// The columns for the earlier peak, and for the job's own share of the peak.
extension ScenarioTable {
    /// The earlier peak and the change since then, if a gate compared them.
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

    /// Floor and net are resident memory; with another metric they have their own heading.
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

    /// Shows a dash for a cell without a floor if others have one.
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
