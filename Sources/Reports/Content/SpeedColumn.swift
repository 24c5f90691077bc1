internal import MemoryBudget
internal import RunStore

/// The columns that say how fast a job was, by what is known of it: units, bytes of input, time.
struct SpeedColumn {
    /// The heading above both columns; empty where each cell has one trial.
    let heading: String
    let header: String
    /// The figures of a cell; nil if it isn't known.
    let summary: (CellReading) -> Summary?
    let text: (Double) -> String

    init(_ scenario: ScenarioView) {
        func known(_ summary: (CellReading) -> Summary?) -> [Summary] {
            scenario.cells.compactMap { summary($0.reading) }
        }
        let (units, bytes) = (known { $0.unitsPerSecond }, known { $0.bytesPerSecond })
        let isRepeated = (units + bytes + known { $0.wallNanoseconds }).contains {
            $0.values.count > 1
        }
        if !units.isEmpty {
            let scale = Figures.RateUnit(for: units.map(\.median))
            let unit = TextWrap.cut(
                scenario.unit.isEmpty ? "units" : scenario.unit, width: Table.unitWidth)
            summary = { $0.unitsPerSecond }
            text = { scale.text($0) }
            header = "\(scale.prefix.isEmpty ? "" : scale.prefix + " ")\(unit)/s"
            heading = isRepeated ? "speed" : ""
        } else if !bytes.isEmpty {
            summary = { $0.bytesPerSecond }
            text = { fixed($0 / 1_048_576, 1) }
            header = "MiB/s"
            heading = isRepeated ? "speed" : ""
        } else {
            summary = { $0.wallNanoseconds }
            text = { TimeSpan.describe(.nanoseconds(whole($0))) }
            header = isRepeated ? "median" : "time"
            heading = isRepeated ? "time" : ""
        }
    }

    /// `180.4–192.0`; nil for one trial, or if both ends print alike.
    func range(_ summary: Summary) -> String? {
        let ends = [summary.low, summary.high].map(text)
        return ends[0] == ends[1] ? nil : ends.joined(separator: "–")
    }
}
