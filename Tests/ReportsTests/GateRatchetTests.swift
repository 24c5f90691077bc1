import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The answer of a gate about improvements, and about limits from the command line")
struct GateRatchetTests {
    @Test("An improvement under --ratchet is named as such in every format, and never regressed")
    func ratchet() throws {
        let run = Fixture.compared(now: 9)
        let answer = try #require(GateAnswer(run))
        #expect(answer.lead.text == "Gate failed (exit 2): 1 of 2 rules improved (--ratchet).")
        #expect(answer.advice.first?.code?.hasSuffix("--update-baseline 'base lines'") == true)
        let gate = try #require(run.gate)
        let texts = [
            TerminalReport().text(of: run), MarkdownReport().text(of: run),
            HTMLReport().text(of: ReportSource(run: run, samples: [:])),
            GateText().text(of: gate, paths: [:]),
        ].map { $0.replacing("&nbsp;", with: " ") }
        #expect(texts.allSatisfy { $0.contains("improved (--ratchet)") })
        let data = [
            JUnitReport().text(of: run), try SARIFReport().text(of: run),
            try JSONReport().text(of: run),
        ]
        #expect(data[0].contains("<failure") && data[0].contains("\"ImprovementNotAccepted\""))
        #expect(
            data[1].contains("\"level\" : \"error\"") && data[2].contains("\"improved_ratchet\""))
        #expect((texts + data).allSatisfy { !$0.lowercased().contains("regressed") })
    }

    @Test("A limit from the command line is changed there, and no line of the file is named")
    func option() throws {
        var over = Fixture.overBudget
        (over.line, over.option) = (nil, "--budget")
        var run = Fixture.run(Fixture.ingest)
        run.gate = GateRecord(findings: [over], exitStatus: 1)
        #expect(
            try #require(GateAnswer(run)).advice == [
                AdviceLine("To accept what is over its limit, change --budget.", code: nil)
            ])
        run.gate?.findings.append(Fixture.overBudget)
        #expect(
            try #require(GateAnswer(run)).advice.map(\.words) == [
                "To accept what is over its limit, change the limit in Scenarios/csv-ingest.yaml:5 and --budget."
            ])
    }
}
