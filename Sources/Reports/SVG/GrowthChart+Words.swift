internal import MemoryBudget
internal import RunStore

/// The text below a growth chart.
extension GrowthChart {
    static func entry(_ variant: Variant, unit: String) -> Legend.Entry {
        let words = variant.growth.map { GrowthWords(growth: $0, unit: unit) }
        let scarce = variant.scarceScales.map { GrowthWords.scarcity("\($0)") }
        return Legend.Entry(
            series: variant.number, name: variant.title,
            details: [scarce, words?.clause, words?.breaking].compactMap(\.self))
    }

    static func key(of drawn: DrawnVariants, in scenario: ScenarioView) -> [String] {
        let variants = drawn.variants
        let cells = variants.flatMap(\.cells)
        let fitted = variants.contains { $0.scarceScales == nil && $0.growth?.breakPoint != nil }
        return [
            cells.contains { $0.reading.peak != nil } ? "filled: median of the trials" : "",
            cells.contains { $0.reading.peak == nil && $0.reading.need(of: scenario.metric) != nil }
                ? "hollow: without the budget" : "",
            cells.contains { $0.reading.atLeast != nil } ? "↑ killed: at least this" : "",
            fitted ? "× crosses the budget (band: possible range)" : "",
            scenario.earlier.source.map { "black line: the \($0.rawValue)" } ?? "",
            drawn.budgetLines.contains { $0.name.isEmpty } ? "red: budgets" : "",
        ]
    }
}

extension Figures {
    /// Returns a round scale for an axis: `500`, `20k`, `1M`.
    static func scale(_ units: Double) -> String {
        units < 0.5 ? "" : Scale(units: whole(units)).label
    }
}
