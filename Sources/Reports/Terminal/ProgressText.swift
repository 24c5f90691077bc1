internal import MemoryBudget

/// The progress of a running trial: units done of all, speed and phase, each in words if it is known.
package struct ProgressText: Hashable, Sendable {
    /// Since it started.
    package var elapsed: Duration
    /// Units done; nil if nobody counts them.
    package var unitsDone: Int?
    /// Units there are; nil if that is not known.
    package var unitsTotal: Int?
    /// The name of the units, in the plural; empty if that is not known.
    package var unit: String
    /// The phase that the command named last; nil if it said nothing.
    package var phase: String?

    /// Takes the figures of a moment.
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

    /// The part of it that is done, 0 to 1; nil if that is not known.
    package var share: Double? {
        guard let unitsDone, let unitsTotal, unitsTotal > 0 else { return nil }
        return min(1, Double(unitsDone) / Double(unitsTotal))
    }

    /// The phase for a line: without control characters, in at most 24 columns; nil if it said nothing.
    var shownPhase: String? {
        phase.map { TextWrap.cut(TerminalText.visible($0), width: 24) }
    }

    /// The name of the units for a line.
    var unitName: String { unit.isEmpty ? "units" : TerminalText.visible(unit) }

    /// The number of units that are done, and of how many: `1.20M of 2.00M rows`; nil if nobody counts them.
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

    /// The speed so far, `391 k rows/s`; nil before the first unit, or if nobody counts them.
    var rate: String? { unitsPerSecond.map { Figures.rate($0, TerminalText.visible(unit)) } }
}
