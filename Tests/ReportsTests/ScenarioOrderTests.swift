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

    /// Three scenarios: a good one, one in which nothing fits, and one with failed strategies.
    private var run: RunRecord {
        var over = named("over", Fixture.ingest)
        over.cells.removeAll { $0.strategy == "streamed" }
        return Fixture.run(
            named("good", Fixture.ingest), over, named("failed", Fixture.problems))
    }

    @Test("Failures come first, then scenarios in which nothing fits, then the others in order")
    func order() {
        #expect(run.reportedViews.map(\.name) == ["failed", "over", "good"])
        #expect(run.views.map(\.name) == ["good", "over", "failed"])
        let good = Fixture.run(named("b", Fixture.ingest), named("a", Fixture.ingest))
        #expect(good.reportedViews.map(\.name) == ["b", "a"])
    }

    @Test("Terminal, Markdown and page start with the failed scenario")
    func formats() throws {
        let texts = [
            TerminalReport().text(of: run), MarkdownReport().text(of: run),
            HTMLReport().text(of: ReportSource(run: run, samples: [:]))
                .components(separatedBy: "<header>").last ?? "",
        ]
        for text in texts {
            let failed = try #require(text.range(of: "sloppy gives a wrong result"))
            let good = try #require(text.range(of: "streamed is the only strategy within"))
            #expect(failed.lowerBound < good.lowerBound)
        }
    }

    @Test("The base build's scenarios come last")
    func base() {
        var base = Fixture.problems
        base.name = Build.base.name(of: base.name)
        base.build = .base
        #expect(
            Fixture.run(base, named("good", Fixture.ingest)).reportedViews.map(\.name)
                == ["good", base.name])
    }

    @Test("A wrong result has a throughput, even if the command counts nothing")
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

    @Test("The plan gives the condition of each kind of extra trial")
    func plan() {
        var part = RunPlan.Part(
            scenario: "csv-ingest", cells: 10, measured: 30, floor: 0, extraAtMost: 60,
            needAtMost: 10)
        (part.profiledAtMost, part.edgesAtMost) = (10, 4)
        let text = PlanText(width: 400).text(of: RunPlan(parts: [part], runDirectory: "runs/x"))
        #expect(
            text.contains(
                "plan: 30 trials of 10 cells of csv-ingest (30 measured) · at most 84 more: 60 if the"
                    + " planned ones don't decide, 10 without a budget for stopped strategies,"
                    + " 10 with a profiler, 4 near break points"), "\(text)")
        part = RunPlan.Part(scenario: "csv-ingest", cells: 1, measured: 3, floor: 0)
        let certain = PlanText().text(of: RunPlan(parts: [part], runDirectory: "runs/x"))
        #expect(!certain.contains("more"))
    }
}
