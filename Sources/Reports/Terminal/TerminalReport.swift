package import Judging
internal import MemoryBudget
package import RunStore

/// A run's report for a terminal: the answer first, then tables, then conditions.
///
/// ```swift
/// import RunStore
/// let run = try RunDirectory(reading: "runs/a").record()
/// print(TerminalReport(width: 80).text(of: run))
/// ```
package struct TerminalReport: ConsoleRenderer {
    package let name = "terminal"
    package let medium = Medium.terminal
    /// The style, which decides about colours.
    package var style: Style
    /// The maximum number of columns; at least 60.
    package var width: Int

    /// Creates a renderer; by default without colours, as wide as the style.
    package init(style: Style = .plain, width: Int? = nil) {
        let width = width ?? style.columns
        precondition(width >= 60, "a table needs 60 columns")
        self.style = style
        self.width = width
    }

    /// Returns the whole report, ending with a newline.
    package func text(of run: RunRecord) -> String {
        let gate = GateAnswer(run).map { lines(of: $0) + [""] } ?? []
        let incomplete =
            run.finishedAt == nil ? paragraph("The run is not finished.", .bad) + [""] : []
        let all =
            incomplete + gate + run.reportedViews.flatMap { lines(of: $0) + [""] }
            + items(environment(run))
        return all.joined(separator: "\n") + "\n"
    }

    package func text(of run: RunRecord, style: Style) -> String {
        TerminalReport(style: style).text(of: run)
    }

    package func text(of comparison: RunComparison, style: Style) -> String {
        ComparisonReport(of: comparison).terminalText(style: style, width: style.columns)
    }

    /// Returns the answer of a gate, with advice.
    private func lines(of gate: GateAnswer) -> [String] {
        let table = gate.changes.map { $0.terminalLines(width: width, style: style) } ?? []
        let failures = gate.failures.flatMap { item($0) }
        let advice = gate.advice.flatMap { line in
            // A command stays on one line, so that it can be copied.
            paragraph(line.words, .plain)
                + (line.code.map { ["  " + TerminalText.visible($0)] } ?? [])
        }
        return paragraph(gate.lead.text, gate.lead.tone)
            + gate.ordered(changes: table, failures: failures) + advice
    }

    private func item(_ text: Table.Text) -> [String] {
        TextWrap.lines(TerminalText.visible(text.text), width: width - 4).enumerated().map {
            style.paint(($0 == 0 ? "  - " : "    ") + $1, text.tone)
        }
    }

    /// Returns the lines of one scenario, without the environment and without the gate's rules.
    func lines(of scenario: ScenarioView) -> [String] {
        let context = ScenarioContext(scenario: scenario)
        let head =
            paragraph(context.title, .strong)
            + Answer.parts(scenario).flatMap { paragraph($0.text, $0.tone) }
            + items(context.conditions) + [""]
        let table = ScenarioTables(of: scenario, gate: nil).all.flatMap {
            $0.table.terminalLines(width: width, style: style) + [""]
        }
        let foot = context.remarks.flatMap { paragraph($0.text, $0.tone) }
        return head + table + foot + items(context.legend)
    }

    private func environment(_ run: RunRecord) -> [String] {
        run.environment.facts + ["membudget \(run.tool.version)"] + run.remedies
    }

    private func items(_ items: [String]) -> [String] {
        TextWrap.lines(items.map(TerminalText.visible), width: width)
            .map { style.paint($0, .faint) }
    }

    private func paragraph(_ text: String, _ tone: Table.Tone) -> [String] {
        TextWrap.lines(TerminalText.visible(text), width: width).map { style.paint($0, tone) }
    }
}
