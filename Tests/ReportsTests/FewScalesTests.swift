import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("Too few scales to judge growth")
struct FewScalesTests {
    /// A strategy that grows with n at this many scales, and another one at that many.
    private func scenario(_ count: Int, and more: Int = 0) -> ScenarioRecord {
        let units = (0..<max(count, more)).map { 10_000 << $0 }
        let first = units.prefix(count).map { Fixture.cell("whole", $0) }
        let second = units.prefix(more).map { Fixture.cell("streamed", $0) }
        let observations = (first + second).flatMap { cell in
            let peak = cell.strategy == "whole" ? 8 + Double(cell.scale.units) / 10_000 : 9
            return Fixture.trials(cell, peaks: [peak, peak, peak], seconds: 1)
        }
        return ScenarioRecord(
            Fixture.scenario(budget: Budget(metric: .peakRSS, limit: .mebibytes(64))), unit: "rows",
            cells: first + second, observations: observations)
    }

    @Test("The report has one sentence, and no table of guesses")
    func sentence() {
        let text = TerminalReport(width: 100).text(of: Fixture.run(scenario(2)))
        #expect(
            text.contains(
                "growth: too few scales (2 of 5 needed); measure more, each at least twice the previous one"
            ))
        for guess in ["grows with", "breaks at", "slope", "residual"] {
            #expect(!text.contains(guess), "\(guess)")
        }
    }

    @Test("Five scales are enough to judge growth")
    func enough() {
        let text = TerminalReport(width: 100).text(of: Fixture.run(scenario(5)))
        #expect(text.contains("grows with") && !text.contains("too few scales"))
    }

    @Test("A strategy with too few scales has a row without figures, if another has enough")
    func mixed() throws {
        let table = try #require(GrowthTable.table(of: ScenarioView(scenario(2, and: 5))))
        let row = try #require(table.rows.first)
        #expect(
            row.cells.map(\.text).filter { !$0.isEmpty } == [
                "whole", "too few scales (2 of 5 needed)",
            ])
        #expect(table.rows.count == 2)
    }

    @Test("The chart draws no curve through too few scales, and names no break point")
    func chart() throws {
        let run = Fixture.run(scenario(3))
        let chart = try #require(
            SVGReport().files(of: ReportSource(run: run, samples: [:])).first {
                $0.name.hasSuffix("growth.svg")
            })
        #expect(chart.text.contains("whole: too few scales (3 of 5 needed)"))
        #expect(!chart.text.contains("crosses the budget") && !chart.text.contains("breaks"))
        #expect(chart.text.contains("class=\"line aside k0\""))
    }
}
