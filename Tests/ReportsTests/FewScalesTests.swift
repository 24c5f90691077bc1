import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("Too few scales to tell how memory grows")
struct FewScalesTests {
    /// A strategy that grows with n, at so many scales, and another one at as many more.
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

    @Test("There is one sentence, and no table of guesses")
    func sentence() {
        let text = TerminalReport(width: 100).text(of: Fixture.run(scenario(2)))
        #expect(
            text.contains(
                "growth: too few scales to tell (2 of 5): measure more, each at least twice the one before"
            ))
        for guess in ["grows with", "breaks at", "slope", "off the curve"] {
            #expect(!text.contains(guess), "\(guess)")
        }
    }

    @Test("Five are enough")
    func enough() {
        let text = TerminalReport(width: 100).text(of: Fixture.run(scenario(5)))
        #expect(text.contains("grows with") && !text.contains("too few scales"))
    }

    @Test("Where another strategy has enough, the row says so and has no figures")
    func mixed() throws {
        let table = try #require(GrowthTable.table(of: ScenarioView(scenario(2, and: 5))))
        let row = try #require(table.rows.first)
        #expect(
            row.cells.map(\.text).filter { !$0.isEmpty } == [
                "whole", "too few scales to tell (2 of 5)",
            ])
        #expect(table.rows.count == 2)
    }

    @Test("The chart draws no curve through them, and names no break point")
    func chart() throws {
        let run = Fixture.run(scenario(3))
        let chart = try #require(
            SVGReport().files(of: ReportSource(run: run, samples: [:])).first {
                $0.name.hasSuffix("growth.svg")
            })
        #expect(chart.text.contains("whole: too few scales to tell (3 of 5)"))
        #expect(!chart.text.contains("crosses the budget") && !chart.text.contains("breaks"))
        #expect(chart.text.contains("class=\"line aside k0\""))
    }
}
