internal import MemoryBudget
package import RunStore

/// A run in the format `customSmallerIsBetter` of github-action-benchmark, which plots values over
/// commits.
package struct BenchmarkActionReport: FileRenderer {
    package let name = "benchmark-action"
    package let medium = Medium.data
    package let fileNames = ["benchmark-action.json"]

    private struct Entry: Encodable {
        var name: String
        var unit: String
        var value: Double
        var range: String?
        var extra: String
    }

    /// Creates a renderer.
    package init() {}

    /// Returns a list of the peaks of all cells and the bytes per unit of all strategies.
    ///
    /// - Throws: ``RunStoreError`` if the record holds a number that JSON can't represent.
    package func text(of run: RunRecord) throws(RunStoreError) -> String {
        let entries = run.headScenarios.flatMap { scenario in
            scenario.cells.compactMap { peak($0, scenario) }
                + scenario.strategies.compactMap { slope($0, scenario) }
        }
        do {
            return String(decoding: try JSONText.pretty(entries), as: UTF8.self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: "benchmark-action.json",
                reason: "it cannot be encoded: \(error)")
        }
    }

    package func files(of source: ReportSource) throws(RunStoreError) -> [ReportFile] {
        file(try text(of: source.run))
    }

    private func peak(_ cell: CellRecord, _ scenario: ScenarioRecord) -> Entry? {
        guard let peak = cell.reading.peak, let judged = cell.summary?.judged else { return nil }
        let budget = cell.budget.map { ", budget \($0.limit)" } ?? ""
        return Entry(
            name: VisibleText.line(
                "\(scenario.name) / \(cell.variant) @ \(cell.scale.label) / "
                    + scenario.metric.title),
            unit: "MiB", value: peak / 1_048_576,
            range: "\(Figures.bytes(judged.low, judged.high))",
            extra: "\(cell.verdict.rawValue)\(budget), \(cell.role.rawValue)"
                + (cell.lacksCheck ? ", \(ResultChecks.unchecked)" : ""))
    }

    private func slope(_ strategy: StrategyRecord, _ scenario: ScenarioRecord) -> Entry? {
        guard let growth = strategy.growth, growth.growthClass != nil else { return nil }
        let words = GrowthWords(growth: growth, unit: scenario.unit)
        let slope = growth.bytesPerUnit
        return Entry(
            name: VisibleText.line("\(scenario.name) / \(strategy.variant) / growth"),
            unit: VisibleText.line("bytes/\(GrowthWords.singular(scenario.unit))"),
            value: slope.estimate,
            range: slope.isUnbounded ? nil : "\(fixed(slope.low, 2))–\(fixed(slope.high, 2))",
            extra: "grows with \(words.law)")
    }
}
