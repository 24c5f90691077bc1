import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Counts of jobs")
struct CountsTableTests {
    private static let paging = Fixture.cell("paging", 1_000)
    private static let control = Fixture.cell("keeping", 1_000, role: .control)

    private func record(_ observations: [Observation]) -> ScenarioView {
        ScenarioView(
            ScenarioRecord(
                Fixture.scenario(), unit: "rows", cells: [Self.paging, Self.control],
                observations: observations))
    }

    private func lines(_ observations: [Observation]) -> [String] {
        CountsTable.table(of: record(observations))?.markdownLines() ?? []
    }

    private func paging(calls: Int, index: Int = 0) -> Observation {
        Fixture.trial(Self.paging, index: index, peak: 12) {
            $0.counts = [JobCount("calls", calls), JobCount("rows deleted", 1_234)]
        }
    }

    @Test("A count that differs between trials is shown as a range")
    func differing() {
        let lines = lines([paging(calls: 54), paging(calls: 61, index: 1)])
        #expect(lines.contains { $0.contains("54–61") && $0.contains("1,234") })
        #expect(lines.first?.contains("calls") == true)
    }

    @Test("A cell stopped by its budget shows the counts of its unbudgeted trial")
    func stopped() {
        let killed = Fixture.killed(Self.control, peaks: [32.1], share: 0.5)
        var need = Fixture.need(Self.control, peak: 60, seconds: 1)
        need.counts = [JobCount("calls", 77)]
        #expect(lines(killed + [need]).contains { $0.contains("keeping") && $0.contains("77") })
    }

    @Test("Jobs without counts have no table")
    func nothing() {
        #expect(lines([Fixture.trial(Self.paging, peak: 12)]).isEmpty)
    }

    @Test("Every report shows the counts")
    func everywhere() {
        let run = Fixture.run(
            ScenarioRecord(
                Fixture.scenario(), unit: "rows", cells: [Self.paging],
                observations: [paging(calls: 98_765)]))
        let texts = [
            MarkdownReport().text(of: run), TerminalReport().text(of: run),
            HTMLReport().text(of: ReportSource(run: run, samples: [:])),
        ]
        for text in texts { #expect(text.contains("98,765")) }
    }
}
