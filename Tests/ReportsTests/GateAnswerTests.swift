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

    @Test("A run without a gate has no answer, and a passed gate only its sentence")
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

    @Test("A regression shows the earlier peak, the new one and the change, at every scale")
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

    @Test("The advice is the command to type, after other failures are fixed")
    func acceptance() throws {
        let command = "bin/membudget gate Scenarios/csv-ingest.yaml --update-baseline 'base lines'"
        #expect(
            try answer(Fixture.compared()).advice == [
                AdviceLine(
                    "To accept the change, run this where the gate runs and commit the files that it writes:",
                    code: command)
            ])
        let both = try answer(Fixture.compared(others: [Fixture.overBudget]))
        #expect(
            both.advice == [
                AdviceLine(
                    "To accept the change once all other rules are kept, run this where the gate runs and"
                        + " commit the files that it writes:", code: command),
                AdviceLine(
                    "To accept what is over its limit, change the limit in Scenarios/csv-ingest.yaml:5.",
                    code: nil),
            ])
        #expect(
            both.failures.map(\.text) == [
                "csv-ingest: half-streamed batch=1000 at 160k: budget: peak RSS 52.7 MiB, over the budget"
                    + " of 32.0 MiB"
            ])
    }

    @Test("A regression against the base has no baseline to write")
    func base() throws {
        let answer = try answer(Fixture.compared(with: .base))
        #expect(answer.advice.map(\.code) == ["gate: { baseline: 20% }"])
        #expect(answer.changes?.columns.map(\.header).contains("head") == true)
        let doubled = try self.answer(Fixture.compared(with: .base, now: 25))
        #expect(doubled.advice.map(\.code) == ["gate: { baseline: 110% }"])
    }

    @Test("The first sentence starts with what decides the status, and names all kinds of failure")
    func kinds() throws {
        let results: [GateFinding.Result] = [
            .kept, .over, .over, .wrong, .inconclusive, .missing, .crashed, .checkFailed, .timedOut,
            .unavailable,
        ]
        let findings = results.map {
            GateFinding(scenario: "csv-ingest", rule: .outcome, result: $0, sentence: "\($0)")
        }
        var run = Fixture.compared(others: findings)
        run.gate?.exitStatus = 70
        let answer = try answer(run)
        #expect(
            answer.lead.text
                == "Gate failed (exit 70): 1 of 12 rules crashed, 1 with a check that failed, 1 timed out,"
                + " 1 unavailable, 2 over, 1 wrong, 1 regressed, 1 inconclusive and 1 missing.")
        #expect(
            answer.failures.first?.text == "csv-ingest: outcome: crashed"
                && !answer.areChangesFirst)
        let text = TerminalReport(width: 200).text(of: run)
        let places = try ["outcome: crashed", "+17.5 %"].map { try #require(text.range(of: $0)) }
        #expect(places[0].lowerBound < places[1].lowerBound)
        #expect(try self.answer(Fixture.compared()).areChangesFirst)
    }

    @Test("Only an advisory gate that exits with 0 is called advisory")
    func advisory() {
        func sentence(_ status: Int) -> String {
            GateRecord(
                findings: [
                    GateFinding(scenario: "a", rule: .peak, result: .over, sentence: "")
                ], exitStatus: status, isAdvisory: true
            ).sentence.text
        }
        #expect(sentence(1).hasSuffix("It is advisory, so the command exits with 0."))
        #expect(sentence(70).hasSuffix("1 of 1 rule over."))
    }

    @Test("Too many failures are counted")
    func many() throws {
        let findings = (0..<12).map { index in
            var finding = Fixture.overBudget
            finding.scale = "\(index)k"
            return finding
        }
        let failures = try answer(Fixture.compared(others: findings)).failures
        #expect(failures.count == 10 && failures.last?.text == "3 more below")
    }

    @Test("A comment shows the whole answer unfolded, above the answers of the scenarios")
    func comment() throws {
        let comment = GitHubReport().comment(of: Fixture.compared(others: [Fixture.overBudget]))
        let visible = try #require(comment.components(separatedBy: "<details>").first)
        for wanted in [
            "**Gate failed (exit 2): 1 of 3 rules over and 1 regressed.**",
            "| 12.0 | 14.1 | +2.1 |",
            "- csv-ingest: half-streamed batch=1000 at 160k: budget: peak RSS 52.7 MiB",
            "```sh\nbin/membudget gate Scenarios/csv-ingest.yaml --update-baseline 'base lines'\n```",
        ] {
            #expect(visible.contains(wanted), "\(wanted)")
        }
    }

    @Test("The terminal report starts with the answer, and commands stay on one line")
    func terminal() {
        let text = TerminalReport(width: 60).text(of: Fixture.compared())
        #expect(text.hasPrefix("Gate failed (exit 2): 1 of 2 rules regressed.\n"))
        #expect(
            text.contains(
                "\n  bin/membudget gate Scenarios/csv-ingest.yaml --update-baseline 'base lines'\n")
        )
    }

    @Test("Backquotes in a command don't end its code block")
    func fence() {
        #expect(MarkdownText.fenced("a ``` b") == ["````sh", "a ``` b", "````"])
    }

    @Test("A scenario's table has the earlier peak and the change; charts have marks")
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
