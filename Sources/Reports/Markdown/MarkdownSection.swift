internal import MemoryBudget
internal import RunStore

/// One scenario in Markdown.
struct MarkdownSection {
    let scenario: ScenarioRecord
    let run: RunRecord
    /// For the links to the charts; nil if those are not there.
    let samples: [Observation: [Sample]]?

    private var context: ScenarioContext { ScenarioContext(scenario: scenario) }

    /// Heading, answer, charts, tables and remarks.
    func lines(isWhole: Bool) -> [String] {
        [
            "### " + MarkdownText.escaped(context.title), "",
            "**\(MarkdownText.escaped(Answer.text(scenario)))**", "",
            MarkdownText.items(context.conditions), "",
        ] + charts + tables + (isWhole ? rawValues : [])
    }

    /// The same behind a click, without what stands above it already.
    var folded: [String] {
        let title = Markup.text(TerminalText.visible(context.title)).source
        return ["<details><summary>\(title)</summary>", ""]
            + [MarkdownText.items(context.conditions), ""] + tables + ["</details>", ""]
    }

    private var charts: [String] {
        guard let samples else { return [] }
        return Charts(scenario, samples).all.flatMap { chart in
            let path = Charts.path(chart, of: scenario, in: run)
            return ["![\(MarkdownText.escaped(chart.title))](\(path))", ""]
        }
    }

    private var tables: [String] {
        let findings = run.gate?.findings.filter { $0.scenario == scenario.name } ?? []
        let remarks = context.remarks.map { "- " + MarkdownText.emphasised($0) }
        let legend = MarkdownText.items(context.legend)
        let cells =
            scenario.cells.isEmpty ? [] : ScenarioTable.table(of: scenario).markdownLines() + [""]
        return cells + Self.table(GrowthTable.table(of: scenario))
            + Self.table(GateTable.table(of: findings)) + (remarks.isEmpty ? [] : remarks + [""])
            + (legend.isEmpty ? [] : ["<sub>\(legend)</sub>", ""])
    }

    private var rawValues: [String] {
        let parts = [
            ("Raw values", RawTable.table(of: scenario)),
            ("What was set aside as bad", RejectedTable.table(of: scenario)),
        ]
        return parts.flatMap { title, table in
            table.map {
                ["<details><summary>\(title)</summary>", ""] + $0.markdownLines()
                    + ["", "</details>", ""]
            } ?? []
        }
    }

    private static func table(_ table: Table?) -> [String] {
        table.map { $0.markdownLines() + [""] } ?? []
    }
}
