import Foundation
import Judging
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Differences between two runs, in words")
struct ComparisonReportTests {
    @Test("Each difference is a sentence, unless both figures read the same")
    func warnings() throws {
        var base = Fixture.run(Fixture.ingest)
        base.finishedAt = nil
        var scenario = Fixture.ingest
        scenario.budget = Budget(metric: .peakAnonymous, limit: .mebibytes(64))
        scenario.input = "feed.csv"
        var head = Fixture.run(scenario)
        head.environment.kernel = "Linux 7"
        let text = ComparisonReport(of: RunComparison(of: head, against: base)).terminalText()
        try expectText(
            text.split(separator: "\n").filter { $0.hasPrefix("!") }.joined(separator: "\n"),
            is: #"""
                ! the run of the base is not finished
                ! kernel is Linux 7, not Linux 6.1.0-18-amd64
                ! csv-ingest: metric: peak-rss before, peak-anon now; peaks of different metrics are not compared
                ! csv-ingest: data: csv-rows seed 42 before, feed.csv now
                ! csv-ingest: budget: 32.0 MiB before, 64.0 MiB now
                """#)
        head = Fixture.run(Fixture.ingest)
        head.scenarios[0].budget?.limit.bytes += 1
        base.finishedAt = head.finishedAt
        let alike = RunComparison(of: head, against: base)
        #expect(alike.differences.count == 1)
        #expect(try ComparisonReport(of: alike).json().contains(#""warnings" : ["#))
        #expect(!ComparisonReport(of: alike).terminalText().hasPrefix("!"))
    }

    @Test("A wrong result is named as such, with its peak and its side")
    func wrong() throws {
        let cell = Fixture.cell("streamed", 160_000)
        func run(_ outcome: Outcome) -> RunRecord {
            let trial = Fixture.trial(
                cell, peak: 14, outcome: outcome,
                evidence: Evidence(outcome == .completed ? .exited : .verification, detail: ""))
            return Fixture.run(
                ScenarioRecord(
                    Fixture.scenario(), unit: "rows", cells: [cell], observations: [trial]))
        }
        let report = ComparisonReport(
            of: RunComparison(of: run(.wrongResult), against: run(.completed)))
        let text = report.terminalText()
        #expect(text.contains("peaks: 1 wrong result"), "\(text)")
        #expect(text.contains("✗ wrong result (head)") && !text.contains("! unmeasured"))
        #expect(text.components(separatedBy: "14.0").count == 3, "both peaks")
        #expect(try report.json().contains("\"comparison\" : \"wrong\""))
    }

    @Test("A speed change is marked only if noise may explain it")
    func speeds() {
        func change(_ trials: Int) -> Bool {
            let cell = Fixture.cell("streamed", 160_000)
            func run(_ seconds: Double) -> RunRecord {
                Fixture.run(
                    ScenarioRecord(
                        Fixture.scenario(), unit: "rows", cells: [cell],
                        observations: Fixture.trials(
                            cell, peaks: Array(repeating: 14, count: trials), seconds: seconds)))
            }
            return ComparisonReport(of: RunComparison(of: run(1), against: run(2)))
                .terminalText().contains("+100.0 % ~")
        }
        #expect(change(1) && !change(3))
    }
}
