internal import MemoryBudget
public import RunStore

/// A run as GitHub Markdown, for a repository or a pull request: the content of the terminal report.
public struct MarkdownReport: Sendable {
    /// Makes a renderer.
    public init() {}

    /// The whole report; ends with a newline.
    public func text(of run: RunRecord) -> String {
        let incomplete = run.finishedAt == nil ? ["**The run did not come to its end.**", ""] : []
        let environment = items(run.environment.facts + ["membudget \(run.tool.version)"])
        let lines = incomplete + run.scenarios.flatMap(lines) + ["<sub>\(environment)</sub>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func items(_ items: [String]) -> String {
        items.map(MarkdownText.escaped).joined(separator: " · ")
    }

    private func lines(of scenario: ScenarioRecord) -> [String] {
        let context = ScenarioContext(scenario: scenario)
        let remarks = context.remarks.map { "- " + MarkdownText.emphasised($0) }
        let legend = items(context.legend)
        let table =
            scenario.cells.isEmpty ? [] : ScenarioTable.table(of: scenario).markdownLines() + [""]
        return [
            "### " + MarkdownText.escaped(context.title), "",
            "**\(MarkdownText.escaped(Answer.text(scenario)))**", "",
            items(context.conditions), "",
        ]
            + table
            + (remarks.isEmpty ? [] : remarks + [""])
            + (legend.isEmpty ? [] : ["<sub>\(legend)</sub>", ""])
    }
}
