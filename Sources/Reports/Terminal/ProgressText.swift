internal import MemoryBudget

/// How far a running trial is, in words: `1.20M of 2.00M rows · 391 k/s · 2.1 s left · insert`.
package struct ProgressText: Hashable, Sendable {
    /// Since it started.
    package var elapsed: Duration
    /// Units done; nil if nobody counts them.
    package var unitsDone: Int?
    /// Units there are; nil if that is not known.
    package var unitsTotal: Int?
    /// What is counted, in the plural; empty if that is not known.
    package var unit: String
    /// What the command said last that it was doing; nil if it said nothing.
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

    /// How much of it is done, 0 to 1; nil if that is not known.
    package var share: Double? {
        guard let unitsDone, let unitsTotal, unitsTotal > 0 else { return nil }
        return min(1, Double(unitsDone) / Double(unitsTotal))
    }

    /// One line without a line end; what is not known is left out.
    package var text: String {
        let shownPhase = phase.map { TextWrap.cut(TerminalText.visible($0), width: 24) }
        let items = [count, rate, remaining, shownPhase].compactMap(\.self)
        return items.isEmpty ? TimeSpan.describe(elapsed) : items.joined(separator: " · ")
    }

    private var count: String? {
        guard let unitsDone else { return nil }
        let total = unitsTotal.map { " of \(Figures.count($0))" } ?? ""
        let name = unit.isEmpty ? "" : " " + TerminalText.visible(unit)
        return Figures.count(unitsDone) + total + name
    }

    private var unitsPerSecond: Double? {
        guard let unitsDone, unitsDone > 0, elapsed > .zero else { return nil }
        return Double(unitsDone) / elapsed.seconds
    }

    private var rate: String? {
        unitsPerSecond.map { Figures.rate($0, unit) }
    }

    /// At the speed so far.
    private var remaining: String? {
        guard let unitsPerSecond, let unitsDone, let unitsTotal, unitsDone < unitsTotal else {
            return nil
        }
        let seconds = Double(unitsTotal - unitsDone) / unitsPerSecond
        guard seconds < 1e9 else { return nil }
        return "\(TimeSpan.describe(.seconds(seconds))) left"
    }
}
