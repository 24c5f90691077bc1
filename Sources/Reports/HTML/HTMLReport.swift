package import MemoryBudget
package import RunStore

/// A run as one page that needs nothing beside it: no other file, no network.
package struct HTMLReport: Sendable {
    /// Makes a renderer.
    package init() {}

    /// The whole page; ends with a newline.
    ///
    /// - Parameter samples: Of the trials that ``Timeline`` wants; those without have no line.
    package func text(of run: RunRecord, samples: [Observation: [Sample]]) -> String {
        let sections = run.scenarios.enumerated().map { index, scenario in
            HTMLSection(scenario: scenario, run: run, samples: samples).markup(number: index)
        }
        let body = Markup.block(
            "body", [:],
            [Self.head(run), .block("main", [:], sections), Self.environment(run)]
                + [.element("script", [:], [Markup(source: HTMLScript.text)])])
        let page = Markup.block("html", ["lang": "en"], [Self.metadata(run), body])
        return "<!doctype html>\n\(page.source)\n"
    }

    private static func title(_ run: RunRecord) -> String {
        "Memory of \(Figures.list(run.scenarios.map { TerminalText.visible($0.name) }))"
    }

    private static func metadata(_ run: RunRecord) -> Markup {
        // A page without an icon asks for one.
        .block(
            "head", [:],
            [
                .element("meta", ["charset": "utf-8"]),
                .element(
                    "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                .element("link", ["rel": "icon", "href": "data:,"]),
                .element("title", [:], title(run)),
                .element("style", [:], [Markup(source: HTMLStyle.sheet)]),
            ])
    }

    /// What stands first: the gate's answer and each scenario's, with a way there.
    private static func head(_ run: RunRecord) -> Markup {
        let incomplete =
            run.finishedAt == nil
            ? [Markup.element("p", ["class": "bad"], "The run did not come to its end.")] : []
        let gate = run.gate.map { gate in
            [
                Markup.element(
                    "p", ["class": "answer \(Table.tone(gate.sentence.tone))"], gate.sentence.text)
            ]
        }
        let when = "\(run.startedAt.prefix(16).replacing("T", with: " ")) UTC, membudget "
        let bar = Markup.element(
            "div", ["class": "bar"],
            [
                .element("h1", [:], title(run)),
                .element("button", ["id": "theme", "type": "button", "hidden": ""], "Dark"),
            ])
        let line = Markup.element("p", ["class": "conditions"], when + run.tool.version)
        return .block(
            "header", [:], [bar, line] + incomplete + (gate ?? []) + [answers(run)])
    }

    private static func answers(_ run: RunRecord) -> Markup {
        let items = run.scenarios.enumerated().map { index, scenario in
            Markup.element(
                "li", [:],
                [
                    .element(
                        "a", ["href": "#scenario-\(index + 1)"],
                        TerminalText.visible(scenario.name)),
                    .text(": \(TerminalText.visible(Answer.text(scenario)))"),
                ])
        }
        return .block("ul", ["class": "answers"], items)
    }

    private static func environment(_ run: RunRecord) -> Markup {
        let facts = run.environment.facts + ["seed \(run.seed)"]
        return .block(
            "section", [:],
            [
                .element("h2", [:], "The machine"),
                .block("ul", [:], facts.map { .element("li", [:], TerminalText.visible($0)) }),
            ])
    }
}
