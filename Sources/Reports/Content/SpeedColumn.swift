internal import MemoryBudget
internal import RunStore

/// The columns with a job's speed, in units or input bytes per second, or else its time.
struct SpeedColumn {
    /// The heading above both columns; empty if each cell has one trial.
    let heading: String
    let header: String
    /// Whether the columns show time, because no throughput is known.
    let isTime: Bool
    /// Returns the figures of a cell; `nil` if unknown.
    let summary: (CellReading) -> Summary?
    let text: (Double) -> String

    init(_ scenario: ScenarioView) {
        func known(_ summary: (CellReading) -> Summary?) -> [Summary] {
            scenario.cells.compactMap { summary($0.reading) }
        }
        let (units, bytes) = (known { $0.unitsPerSecond }, known { $0.bytesPerSecond })
        let all = units + bytes + known { $0.wallNanoseconds }
        let isRepeated = all.contains { $0.values.count > 1 }
        // Without a name, units mean nothing to a reader.
        isTime = bytes.isEmpty && (units.isEmpty || scenario.unit.isEmpty)
        heading = isRepeated ? (isTime ? "time" : "speed") : ""
        if !units.isEmpty, !scenario.unit.isEmpty {
            let scale = Figures.RateUnit(for: units.map(\.median))
            let unit = TextWrap.cut(scenario.unit, width: Table.unitWidth)
            summary = { $0.unitsPerSecond }
            text = { scale.text($0) }
            header = "\(scale.prefix.isEmpty ? "" : scale.prefix + " ")\(unit)/s"
        } else if !bytes.isEmpty {
            summary = { $0.bytesPerSecond }
            text = { fixed($0 / 1_048_576, 1) }
            header = "MiB/s"
        } else {
            summary = { $0.wallNanoseconds }
            text = Figures.duration
            header = isRepeated ? "median" : "time"
        }
    }

    /// Returns `180.4–192.0`; `nil` for one trial, or if both ends read the same.
    func range(_ summary: Summary) -> String? {
        let ends = [summary.low, summary.high].map(text)
        return ends[0] == ends[1] ? nil : ends.joined(separator: "–")
    }
}
