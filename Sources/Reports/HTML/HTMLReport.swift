internal import MemoryBudget
internal import RunStore

/// A run as one self-contained page, without other files or network access.
///
/// ```swift
/// import RunStore
/// let source = try ReportSource(reading: RunDirectory(reading: "runs/a"))
/// let page = HTMLReport().text(of: source)
/// ```
package struct HTMLReport: FileRenderer {
    package let name = "html"
    package let medium = Medium.markup
    package let fileNames = ["report.html"]

    /// Creates a renderer.
    package init() {}

    /// Returns the whole page, ending with a newline.
    package func text(of source: ReportSource) -> String {
        let run = source.run
        let boxCount = ProfileSections.boxCount(of: source.profiles.count)
        let sections = run.reportedViews.enumerated().map { index, scenario in
            HTMLSection(scenario: scenario, source: source, boxCount: boxCount)
                .markup(number: index)
        }
        let parts = source.profiles.isEmpty ? PageParts.plain : .withFlames
        let body = Markup.block(
            "body", [:],
            [Self.head(run), .block("main", [:], sections), Self.environment(run)]
                + [.element("script", [:], [Markup(source: parts.script)])])
        let page = Markup.block(
            "html", ["lang": "en"], [HTMLHead.markup(title: Self.title(run), parts: parts), body])
        return "<!doctype html>\n\(page.source)\n"
    }

    package func files(of source: ReportSource) -> [ReportFile] { file(text(of: source)) }

    private static func title(_ run: RunRecord) -> String {
        "Memory of \(Figures.list(run.scenarios.map { TerminalText.visible($0.name) }))"
    }

    /// Returns the top of the page: the gate's answer, and each scenario's with a link to its
    /// section.
    private static func head(_ run: RunRecord) -> Markup {
        let incomplete =
            run.finishedAt == nil
            ? [Markup.element("p", ["class": "bad"], "The run is not finished.")] : []
        let gate = GateAnswer(run).map(markup)
        let when = "\(run.startedAt.prefix(16).replacing("T", with: " ")) UTC, membudget "
        let bar = Markup.element(
            "div", ["class": "bar"],
            [
                .element("h1", [:], title(run)),
                .element("button", ["id": "theme", "type": "button", "hidden": ""], "Dark"),
            ])
        let line = Markup.element("p", ["class": "conditions"], when + run.tool.version)
        return .block(
            "header", [:], [bar, line] + incomplete + (gate ?? []) + answers(run))
    }

    /// Returns the answer of a gate, with advice.
    private static func markup(_ gate: GateAnswer) -> [Markup] {
        let failures = gate.failures.map { failure in
            Markup.element(
                "li", ["class": Table.tone(failure.tone)], TerminalText.visible(failure.text))
        }
        let advice = gate.advice.flatMap { line in
            [Markup.element("p", [:], TerminalText.visible(line.words))]
                + (line.code.map { [.element("pre", [:], TerminalText.visible($0))] } ?? [])
        }
        let lead = Markup.element(
            "p", ["class": "answer \(Table.tone(gate.lead.tone))"], gate.lead.text)
        let table = gate.changes.map { [$0.html(caption: "Changes that fail the gate")] } ?? []
        let list = failures.isEmpty ? [] : [Markup.block("ul", ["class": "notes"], failures)]
        return [lead] + gate.ordered(changes: table, failures: list) + advice
    }

    /// Returns the answers of several scenarios; a single one has its own section right below.
    private static func answers(_ run: RunRecord) -> [Markup] {
        guard run.scenarios.count > 1 else { return [] }
        let items = run.reportedViews.enumerated().map { index, scenario in
            Markup.element(
                "li", [:],
                [
                    .element(
                        "a", ["href": "#scenario-\(index + 1)"],
                        TerminalText.visible(scenario.name)),
                    .text(": \(TerminalText.visible(Answer.text(scenario)))"),
                ])
        }
        return [.block("ul", ["class": "answers"], items)]
    }

    private static func environment(_ run: RunRecord) -> Markup {
        let facts = run.environment.facts + ["seed \(run.seed)"] + run.remedies
        return .block(
            "section", ["class": "machine"],
            [
                .element("h2", [:], "The machine"),
                .element(
                    "p", ["class": "conditions"],
                    facts.map(TerminalText.visible).joined(separator: " · ")),
            ])
    }
}

/// One scenario of the page.
private struct HTMLSection {
    let scenario: ScenarioView
    let source: ReportSource
    /// The maximum number of boxes per flame graph.
    let boxCount: Int

    private var context: ScenarioContext { ScenarioContext(scenario: scenario) }

    /// Returns the heading, answer, charts, tables, remarks and raw values.
    func markup(number: Int) -> Markup {
        let title = Markup.element(
            "h2", ["id": "scenario-\(number + 1)"], TerminalText.visible(context.title))
        let answer = Answer.parts(scenario).map { part in
            Markup.element(
                "p", ["class": "answer \(Table.tone(part.tone))"], TerminalText.visible(part.text))
        }
        let head = [title] + answer + [paragraph(context.conditions, "conditions")]
        return .block(
            "section", number == 0 ? ["class": "first"] : [:],
            head + charts + tables + remarks + profiles + folded)
    }

    private var charts: [Markup] {
        let charts = Charts(scenario, source.samples).all
        guard !charts.isEmpty else { return [] }
        return [
            .block(
                "div", ["class": "charts of\(charts.count)"],
                charts.map { .element("figure", [:], [$0.inline]) })
        ]
    }

    private var profiles: [Markup] {
        let profiles = CellProfile.all(of: scenario, among: source.profiles)
        return ProfileSections(profiles: profiles, boxCount: boxCount).markup
    }

    private var tables: [Markup] {
        ScenarioTables(of: scenario, gate: source.run.gate).all.flatMap { title, table in
            [.element("h3", [:], title), table.html(caption: caption(title))]
        }
    }

    private var remarks: [Markup] {
        let items = context.remarks.map { remark in
            Markup.element(
                "li", ["class": Table.tone(remark.tone)], TerminalText.visible(remark.text))
        }
        return (items.isEmpty ? [] : [.block("ul", ["class": "notes"], items)])
            + (context.legend.isEmpty ? [] : [paragraph(context.legend, "legend")])
    }

    /// Details that few readers need, folded on the screen but printed on paper.
    private var folded: [Markup] {
        [
            ("Raw values", RawTable.table(of: scenario)),
            ("Rejected input", RejectedTable.table(of: scenario)),
        ].compactMap { title, table in
            table.map {
                .block(
                    "details", [:],
                    [.element("summary", [:], title), $0.html(caption: caption(title))])
            }
        }
    }

    private func caption(_ title: String) -> String {
        "\(title): \(TerminalText.visible(scenario.name))"
    }

    private func paragraph(_ items: [String], _ style: String) -> Markup {
        .element(
            "p", ["class": style],
            items.map(TerminalText.visible).joined(separator: " · "))
    }
}
