import Foundation
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The order of scenarios in reports")
struct ScenarioOrderTests {
    private func named(_ name: String, _ scenario: ScenarioRecord) -> ScenarioRecord {
        var scenario = scenario
        scenario.name = name
        return scenario
    }

    /// Three scenarios: a good one, one in which nothing fits, and one in which strategies failed.
    private var run: RunRecord {
        var over = named("over", Fixture.ingest)
        over.cells.removeAll { $0.strategy == "streamed" }
        return Fixture.run(
            named("good", Fixture.ingest), over, named("failed", Fixture.problems))
    }

    @Test("What failed comes first, then where nothing fits, then the others as they were run")
    func order() {
        #expect(run.reportedViews.map(\.name) == ["failed", "over", "good"])
        #expect(run.views.map(\.name) == ["good", "over", "failed"])
        let good = Fixture.run(named("b", Fixture.ingest), named("a", Fixture.ingest))
        #expect(good.reportedViews.map(\.name) == ["b", "a"])
    }

    @Test("The terminal, Markdown and the page open with the one that failed")
    func formats() throws {
        let texts = [
            TerminalReport().text(of: run), MarkdownReport().text(of: run),
            HTMLReport().text(of: ReportSource(run: run, samples: [:]))
                .components(separatedBy: "<header>").last ?? "",
        ]
        for text in texts {
            let failed = try #require(text.range(of: "sloppy gives a wrong result"))
            let good = try #require(text.range(of: "streamed is the only one within"))
            #expect(failed.lowerBound < good.lowerBound)
        }
    }

    @Test("What another build did of a scenario comes last")
    func base() {
        var base = Fixture.problems
        base.name = Build.base.name(of: base.name)
        base.build = .base
        #expect(
            Fixture.run(base, named("good", Fixture.ingest)).reportedViews.map(\.name)
                == ["good", base.name])
    }

    @Test("The rows per second of a wrong result are known, even for a command that counts nothing")
    func speedOfWrong() throws {
        let cell = Fixture.cell("sloppy", 160_000)
        let trial = Fixture.trial(
            cell, peak: 9, outcome: .wrongResult, evidence: Evidence(.verification, detail: "")
        ) { ($0.unitsDone, $0.unitsTotal) = (nil, nil) }
        let record = ScenarioRecord(
            Fixture.scenario(), unit: "rows", cells: [cell], observations: [trial])
        let headers = ScenarioTable.table(of: ScenarioView(record)).columns.map(\.header)
        #expect(headers.contains("k rows/s") && !headers.contains("MiB/s"))
    }

    @Test("The plan says of each kind of further trial when it is run")
    func plan() {
        var part = RunPlan.Part(
            scenario: "csv-ingest", cells: 10, measured: 30, floor: 0, extraAtMost: 60,
            needAtMost: 10)
        (part.profiledAtMost, part.edgesAtMost) = (10, 4)
        let text = PlanText(width: 400).text(of: RunPlan(parts: [part], runDirectory: "runs/x"))
        #expect(
            text.contains(
                "plan: 30 trials of 10 cells of csv-ingest (30 measured) · at most 84 more: 60 where the"
                    + " planned ones don't decide, 10 without a budget where it stopped a strategy, 10 with a"
                    + " profiler, 4 beside break points"), "\(text)")
        part = RunPlan.Part(scenario: "csv-ingest", cells: 1, measured: 3, floor: 0)
        let certain = PlanText().text(of: RunPlan(parts: [part], runDirectory: "runs/x"))
        #expect(!certain.contains("more"))
    }
}
