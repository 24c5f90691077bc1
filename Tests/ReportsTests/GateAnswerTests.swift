import Foundation
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("The answer of a gate")
struct GateAnswerTests {
    private func answer(_ run: RunRecord) throws -> GateAnswer {
        try #require(GateAnswer(run))
    }

    @Test("A run that only measured has none, and one that passed has its sentence alone")
    func passed() throws {
        #expect(GateAnswer(Fixture.run(Fixture.ingest)) == nil)
        var run = Fixture.run(Fixture.ingest)
        run.gate = GateRecord(
            findings: [
                GateFinding(scenario: "csv-ingest", rule: .peak, result: .kept, sentence: "")
            ],
            exitStatus: 0)
        let answer = try answer(run)
        #expect(answer.lead.text == "Gate passed: 1 rule kept.")
        #expect(answer.changes == nil && answer.failures.isEmpty && answer.advice.isEmpty)
    }

    @Test("A regression: the earlier peak, the one of this run and the change, at every scale")
    func regressed() throws {
        let table = try #require(try answer(Fixture.compared()).changes)
        #expect(
            table.markdownLines() == [
                "| strategy | scale | peak, MiB<br>baseline | this run | change | relative | result |",
                "| :-- | --: | --: | --: | --: | --: | :-- |",
                "| streamed batch=1000 | 10k | 13.0 | 13.1 | +0.1 | +0.8&nbsp;% | unchanged |",
                "| streamed batch=1000 | 160k | 12.0 | 14.1 | +2.1 | **+17.5&nbsp;%** | **✗&nbsp;regressed** |",
            ])
    }

    @Test("How to accept it is the command to type; with other failures, once those are gone")
    func acceptance() throws {
        let command = "bin/membudget gate Scenarios/csv-ingest.yaml --update-baseline 'base lines'"
        #expect(
            try answer(Fixture.compared()).advice == [
                AdviceLine(
                    "To accept the change, run this where the gate runs and commit what it writes:",
                    code: command)
            ])
        let both = try answer(Fixture.compared(others: [Fixture.overBudget]))
        #expect(
            both.advice == [
                AdviceLine(
                    "To accept the change once everything else is kept, run this where the gate runs and"
                        + " commit what it writes:", code: command),
                AdviceLine(
                    "To allow what is over, change the limit in Scenarios/csv-ingest.yaml:5.",
                    code: nil),
            ])
        #expect(
            both.failures.map(\.text) == [
                "csv-ingest: half-streamed batch=1000 at 160k: budget: peak RSS 52.7 MiB, over the budget"
                    + " of 32.0 MiB"
            ])
    }

    @Test("Against the base there is no baseline to write")
    func base() throws {
        let answer = try answer(Fixture.compared(with: .base))
        #expect(answer.advice.map(\.code) == ["gate: { baseline: 20% }"])
        #expect(answer.changes?.columns.map(\.header).contains("head") == true)
    }

    @Test("More failures than anyone reads are counted")
    func many() throws {
        let findings = (0..<12).map { index in
            var finding = Fixture.overBudget
            finding.scale = "\(index)k"
            return finding
        }
        let failures = try answer(Fixture.compared(others: findings)).failures
        #expect(failures.count == 10 && failures.last?.text == "3 more below")
    }

    @Test("A comment shows all of it without a click, above the answers of the scenarios")
    func comment() throws {
        let comment = GitHubReport().comment(of: Fixture.compared(others: [Fixture.overBudget]))
        let visible = try #require(comment.components(separatedBy: "<details>").first)
        for wanted in [
            "**Gate failed (status 2): 1 of 3 rules over and 1 regressed.**",
            "| 12.0 | 14.1 | +2.1 |",
            "- csv-ingest: half-streamed batch=1000 at 160k: budget: peak RSS 52.7 MiB",
            "```sh\nbin/membudget gate Scenarios/csv-ingest.yaml --update-baseline 'base lines'\n```",
        ] {
            #expect(visible.contains(wanted), "\(wanted)")
        }
    }

    @Test("The terminal opens with it, and a command stays on one line, to be copied")
    func terminal() {
        let text = TerminalReport(width: 60).text(of: Fixture.compared())
        #expect(text.hasPrefix("Gate failed (status 2): 1 of 2 rules regressed.\n"))
        #expect(
            text.contains(
                "\n  bin/membudget gate Scenarios/csv-ingest.yaml --update-baseline 'base lines'\n")
        )
    }

    @Test("A command with backquotes ends no block of code")
    func fence() {
        #expect(MarkdownText.fenced("a ``` b") == ["````sh", "a ``` b", "````"])
    }

    @Test("The table of a scenario has the earlier peak and the change; charts have marks")
    func marks() throws {
        let run = Fixture.compared()
        let table = ScenarioTable.table(of: try #require(run.views.first))
        let headers = table.columns.map(\.header)
        #expect(headers.contains("baseline") && headers.contains("change"))
        let row = try #require(table.groups.last?.rows.first)
        #expect(row.cells.map(\.text).contains("+17.5 %"))
        let charts = SVGReport().files(of: ReportSource(run: run, samples: Fixture.samples(run)))
        let marked = charts.filter { $0.text.contains("class=\"earlier\"") }.map(\.name)
        #expect(marked == ["charts/csv-ingest-peaks.svg", "charts/csv-ingest-growth.svg"])
        let plain = ScenarioTable.table(of: ScenarioView(Fixture.ingest))
        #expect(!plain.columns.map(\.header).contains("baseline"))
    }
}
