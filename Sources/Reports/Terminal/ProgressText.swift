internal import MemoryBudget

/// The progress of a running trial in words: units done, speed and phase, as far as known.
package struct ProgressText: Hashable, Sendable {
    /// The time since the trial started.
    package var elapsed: Duration
    /// The number of units done; `nil` if not counted.
    package var unitsDone: Int?
    /// The total number of units; `nil` if unknown.
    package var unitsTotal: Int?
    /// The name of the units, in the plural; empty if unknown.
    package var unit: String
    /// The last phase that the command reported; `nil` if none.
    package var phase: String?

    /// Creates the progress at one moment.
    package init(
        elapsed: Duration, unitsDone: Int?, unitsTotal: Int?, unit: String = "",
        phase: String? = nil
    ) {
        self.elapsed = elapsed
        self.unitsDone = unitsDone
        self.unitsTotal = unitsTotal
        self.unit = unit
        self.phase = phase
    }

    /// The share that is done, 0 to 1; `nil` if unknown.
    package var share: Double? {
        guard let unitsDone, let unitsTotal, unitsTotal > 0 else { return nil }
        return min(1, Double(unitsDone) / Double(unitsTotal))
    }

    /// The phase without control characters, in at most 24 columns; `nil` if none was reported.
    var shownPhase: String? {
        phase.map { TextWrap.cut(TerminalText.visible($0), width: 24) }
    }

    /// The printable name of the units.
    var unitName: String { unit.isEmpty ? "units" : TerminalText.visible(unit) }

    /// The units done and their total: `1.20M of 2.00M rows`; `nil` if not counted.
    var count: String? {
        guard let unitsDone else { return nil }
        let total = unitsTotal.map { " of \(Figures.count($0))" } ?? ""
        let name = unit.isEmpty ? "" : " " + unitName
        return Figures.count(unitsDone) + total + name
    }

    private var unitsPerSecond: Double? {
        guard let unitsDone, unitsDone > 0, elapsed > .zero else { return nil }
        return Double(unitsDone) / elapsed.seconds
    }

    /// The speed so far: `391 k rows/s`; `nil` before the first unit, or if units are not counted.
    var rate: String? { unitsPerSecond.map { Figures.rate($0, TerminalText.visible(unit)) } }
}
