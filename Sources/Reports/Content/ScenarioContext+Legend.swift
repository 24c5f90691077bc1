internal import MemoryBudget
internal import RunStore

extension ScenarioContext {
    /// A part of a legend, and whether the table needs it.
    private typealias Item = (text: String, isUsed: Bool)

    /// The meaning of the table's columns and terms, for those that it uses.
    var legend: [String] {
        let worth = (WorthTable(scenario)?.legend ?? []).map { (text: $0, isUsed: true) }
        return (columns + worth + terms).filter(\.isUsed).map(\.text).uniqued()
    }

    private var columns: [Item] {
        let readings = scenario.cells.map(\.reading)
        let ratios = scenario.cells.compactMap { ControlRatio($0, in: scenario) }
        return [
            (range ?? "", range != nil),
            (
                "floor: peak on an empty input; net: peak − floor",
                readings.contains { $0.net != nil }
            ),
            ("× input: peak ÷ bytes of input", readings.contains { $0.multipleOfInput != nil }),
            (
                "≥: largest trial, stopped early; the real peak is higher",
                readings.contains { $0.atLeast != nil }
            ),
            (
                "vs control: divided by the control's figure, or by its need if it was stopped",
                ratios.contains { $0.memory != nil }
            ),
            (SpeedWords.legend, ratios.contains { $0.speed?.isSignificant == false }),
        ]
    }

    /// The meaning of the ranges; `nil` if none is shown.
    private var range: String? {
        let speed = SpeedColumn(scenario)
        let ranged = scenario.cells.filter { cell in
            cell.reading.visibleRange != nil
                || speed.summary(cell.reading).flatMap(speed.range) != nil
        }
        guard !ranged.isEmpty else { return nil }
        return ranged.contains { $0.summary?.judged?.values.count ?? 0 >= 6 }
            ? "range: 95 % interval of the median (the extremes if fewer than 6 trials)"
            : "range: smallest to largest trial"
    }

    /// The terms in the answer, the rows and the remarks.
    private var terms: [Item] {
        let cells = scenario.cells
        let isGrowthShown = scenario.variants.contains(where: \.isGrowthShown)
        let best = scenario.scales.last.flatMap { Answer(scenario, at: $0).best }
        return [
            (
                "control: must go over at the largest scale, which shows that the budget can stop a job",
                cells.contains { $0.role == .control } && cells.contains { $0.budget != nil }
            ),
            (
                "reference: for comparison only; can't fail a gate",
                cells.contains { $0.role == .reference }
            ),
            ("headroom: budget − peak", best?.budget != nil && scenario.metric.showsNeed),
            (
                "need: peak without a budget ('membudget need' finds the smallest budget that is enough)",
                cells.contains { $0.need != nil || $0.needEstimate != nil }
            ),
            (
                "breaks at: break point, the scale at which the peak crosses the budget",
                isGrowthShown && cells.contains { $0.budget != nil }
            ),
            ("n: number of input units; grows with n: in proportion to the input", isGrowthShown),
            (
                "residual: standard deviation of the medians from the fitted curve, as a share of it",
                isGrowthShown
            ),
            (
                "? before a scale: over a hundred times the largest scale",
                scenario.variants.contains { $0.growth?.breakPoint?.isFarExtrapolation == true }
            ),
            (
                "inconclusive: too close or too variable to decide",
                cells.contains { $0.disagreement == nil && $0.verdict == .inconclusive }
            ),
            (
                "stalled: waited for memory without progress",
                trialsMeasured.contains { $0.outcome == .stalled }
            ),
            (
                "rejected: input units that the job refused",
                cells.contains { $0.finished.contains { $0.rowsFailed ?? 0 > 0 } }
            ),
        ]
    }
}
