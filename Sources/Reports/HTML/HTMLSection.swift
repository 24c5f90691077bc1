internal import MemoryBudget
internal import RunStore

/// One scenario of the page.
struct HTMLSection {
    let scenario: ScenarioRecord
    let run: RunRecord
    let samples: [Observation: [Sample]]

    private var context: ScenarioContext { ScenarioContext(scenario: scenario) }

    /// Heading, answer, charts, tables, remarks, raw values.
    func markup(number: Int) -> Markup {
        let head: [Markup] = [
            .element("h2", ["id": "scenario-\(number + 1)"], TerminalText.visible(context.title)),
            .element("p", ["class": "answer"], TerminalText.visible(Answer.text(scenario))),
            paragraph(context.conditions, "conditions"),
        ]
        return .block(
            "section", number == 0 ? ["class": "first"] : [:],
            head + charts + tables + remarks + folded)
    }

    private var charts: [Markup] {
        let charts = Charts(scenario, samples).all
        guard !charts.isEmpty else { return [] }
        return [
            .block(
                "div", ["class": "charts"], charts.map { .element("figure", [:], [$0.inline]) })
        ]
    }

    private var tables: [Markup] {
        let findings = run.gate?.findings.filter { $0.scenario == scenario.name } ?? []
        let cells = scenario.cells.isEmpty ? nil : ScenarioTable.table(of: scenario)
        return [
            ("Every strategy at every scale", cells), ("Growth", GrowthTable.table(of: scenario)),
            ("The gate", GateTable.table(of: findings)),
        ].flatMap { title, table in
            table.map { [.element("h3", [:], title), $0.html(caption: caption(title))] } ?? []
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

    /// What few people want to see, behind a click; it is printed all the same.
    private var folded: [Markup] {
        [
            ("Raw values", RawTable.table(of: scenario)),
            ("What was set aside as bad", RejectedTable.table(of: scenario)),
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
