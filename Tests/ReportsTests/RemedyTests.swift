import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The command that would add missing enforcement, in reports of runs")
struct RemedyTests {
    private let command = "systemd-run --user --scope -p Delegate=yes membudget …"

    private func run(remedy: String?) -> RunRecord {
        let scenarios = ["first", "second"].map { name in
            let cell = Fixture.cell("streamed", 160_000)
            var scenario = ScenarioRecord(
                Fixture.scenario(), unit: "rows", cells: [cell],
                observations: Fixture.trials(cell, peaks: [14, 14.1, 14.2], seconds: 1) {
                    $0.enforcement = EnforcementRecord(
                        requested: .auto, tiers: [.watchdog], missing: remedy.map { _ in "shared" },
                        remedy: remedy)
                })
            scenario.name = name
            return scenario
        }
        var run = Fixture.run(scenarios[0])
        run.scenarios = scenarios
        return run
    }

    @Test("The command is given once per report, however many scenarios and trials need it")
    func once() {
        let run = run(remedy: command)
        let terminal = TerminalReport(width: 200).text(of: run)
        let page = HTMLReport().text(of: ReportSource(run: run, samples: [:]))
        let markdown = MarkdownReport().text(of: run)
        for text in [terminal, page, markdown] {
            #expect(text.ranges(of: "to add the missing enforcement").count == 1)
        }
        #expect(terminal.contains(command))
    }

    @Test("If nothing is missing, there is no such sentence")
    func nothing() {
        #expect(run(remedy: nil).remedies.isEmpty)
    }
}
