import Foundation
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The reports for GitHub")
struct GitHubReportTests {
    private func annotations(_ run: RunRecord) -> [String] {
        GitHubReport().annotations(of: run).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    /// Reads a command as the runner does: properties, then data, each unescaped.
    private func read(
        _ line: String
    ) throws -> (name: String, properties: [String: String], data: String) {
        let parts = line.dropFirst(2).components(separatedBy: "::")
        let head = parts[0].split(separator: " ", maxSplits: 1).map(String.init)
        func plain(_ text: String) -> String {
            text.replacing("%3A", with: ":").replacing("%2C", with: ",")
                .replacing("%0D", with: "\r").replacing("%0A", with: "\n")
                .replacing("%25", with: "%")
        }
        let properties = try #require(head.last).split(separator: ",").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            return (sides[0], plain(sides.count > 1 ? sides[1] : ""))
        }
        return (
            head[0], Dictionary(properties) { first, _ in first },
            plain(parts.dropFirst().joined(separator: "::"))
        )
    }

    @Test("An annotation points at the line of the rule")
    func places() {
        #expect(
            annotations(Fixture.run(Fixture.ingest)) == [
                "::error file=Scenarios/csv-ingest.yaml,line=1,"
                    + "title=csv-ingest%3A half-streamed batch=1000 at 160k::budget: over 32.0 MiB"
                    + " peak RSS: killed at 32.1–32.3 MiB, 61 %25 done; needs 52.7 MiB (178 k rows/s)"
            ])
        #expect(
            annotations(Fixture.gated).contains {
                $0.hasPrefix("::error file=Scenarios/csv-ingest.yaml,line=9,")
            })
        #expect(annotations(Fixture.run(Fixture.unbudgeted)).isEmpty)
    }

    @Test("There are at most ten annotations, and the last one counts the rest")
    func limit() throws {
        var run = Fixture.gated
        let finding = try #require(run.gate?.findings.last)
        run.gate?.findings = Array(repeating: finding, count: 10)
        #expect(annotations(run).count == 10 && !annotations(run)[9].contains("more"))
        run.gate?.findings = Array(repeating: finding, count: 14)
        #expect(annotations(run).count == 10)
        #expect(
            annotations(run)[9]
                == "::error title=membudget::+5 more; the report has all of them")
    }

    @Test("An unavailable strategy is an error if a gate failed on it, and comes before warnings")
    func unavailable() throws {
        var run = Fixture.run(Fixture.partial)
        #expect(annotations(run).map { $0.hasPrefix("::notice ") } == [true, true, true])
        let warning = GateFinding(
            scenario: "csv-ingest", rule: .growth, result: .inconclusive, sentence: "undecided")
        run.gate = GateRecord(
            findings: Array(repeating: warning, count: 12) + run.findings, exitStatus: 69,
            isAdvisory: true)
        let names = annotations(run).compactMap { $0.split(separator: " ").first }
        #expect(names.count == 10)
        #expect(names.prefix(4) == ["::error", "::error", "::error", "::warning"])
    }

    @Test("Any text in an annotation is visible and on one line")
    func hostile() throws {
        for text in Fixture.hostile {
            let lines = annotations(Fixture.hostileRun(text))
            #expect(lines.count == 9)
            for line in lines {
                let command = try read(line)
                #expect(["error", "warning", "notice"].contains(command.name))
                #expect(command.properties["file"] == shown("Scenarios/\(text).yaml"))
                #expect(command.properties["line"] == "3")
                #expect(command.data == shown("budget: \(text)"))
            }
        }
    }

    private func shown(_ text: String) -> String {
        VisibleText.lines(text).replacing("\t", with: "\\t")
    }

    private var manyScenarios: RunRecord {
        var run = Fixture.run(Fixture.grown)
        run.scenarios = (0..<60).map { number in
            var scenario = Fixture.grown
            scenario.name = "scenario-\(number)"
            return scenario
        }
        return run
    }

    @Test("A comment has its marker, the answers and folded tables, and is never too long")
    func comment() {
        let one = GitHubReport().comment(of: Fixture.gated)
        #expect(one.hasPrefix(GitHubReport.marker + "\n**Gate failed (exit 70)"))
        #expect(one.contains("<details><summary>csv-ingest: A product feed"))
        let many = GitHubReport().comment(of: manyScenarios)
        #expect(many.utf8.count <= 65_536 && many.utf8.count > 50_000)
        #expect(many.contains("scenario-59") && many.contains("scenarios did not fit here"))
        #expect(many.components("<details>") == many.components("</details>"))
    }

    @Test("A summary is complete; one over a mebibyte leaves out scenarios")
    func summary() {
        let whole = GitHubReport().summary(of: manyScenarios)
        #expect(whole.contains("### scenario-59") && whole.utf8.count <= 1 << 20)
        var run = manyScenarios
        run.scenarios = run.scenarios.map { scenario in
            var scenario = scenario
            scenario.about = String(repeating: "about ", count: 4_000)
            return scenario
        }
        let cut = GitHubReport().summary(of: run)
        #expect(cut.utf8.count <= 1 << 20 && cut.contains("scenarios did not fit here"))
    }

    @Test("If not even the answers fit, whole lines of them are kept")
    func endless() {
        var run = Fixture.run(Fixture.ingest)
        run.scenarios = (0..<40).map { number in
            var scenario = Fixture.ingest
            scenario.name = "scenario-\(number)-" + String(repeating: "x", count: 2_000)
            return scenario
        }
        let comment = GitHubReport().comment(of: run)
        #expect(comment.utf8.count <= 65_536 && comment.hasSuffix("the full report has it.*\n"))
    }

    @Test("The dashboard's list has a smaller-is-better entry per cell, and one per growth")
    func benchmarkAction() throws {
        struct Entry: Decodable {
            var name: String
            var unit: String
            var value: Double
            var range: String?
            var extra: String
        }
        func entries(_ run: RunRecord) throws -> [Entry] {
            let text = try BenchmarkActionReport().text(of: run)
            return try JSONDecoder().decode([Entry].self, from: Data(text.utf8))
        }
        let found = try entries(Fixture.run(Fixture.grown))
        let last = try #require(found.first { $0.name.contains("streamed batch=1000 @ 160k") })
        #expect(last.name == "csv-ingest / streamed batch=1000 @ 160k / peak RSS")
        #expect(last.unit == "MiB" && abs(last.value - 14.05) < 0.01)
        #expect(last.range == "14.0–14.1 MiB" && last.extra.contains("budget 32.0 MiB"))
        #expect(found.count { $0.unit == "bytes/row" } == 3)
        // A killed cell has only a lower bound, which is not a value.
        #expect(found.count { $0.unit == "MiB" } == 12)
        var base = Fixture.grown
        base.name = Build.base.name(of: base.name)
        base.build = .base
        let names = try entries(Fixture.run(Fixture.grown, base)).map(\.name)
        #expect(names == found.map(\.name), "what another build did is left out")
        for text in Fixture.hostile {
            #expect(try !entries(Fixture.hostileRun(text)).isEmpty)
        }
    }
}
