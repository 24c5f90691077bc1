import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The JUnit report")
struct JUnitReportTests {
    private func cases(_ run: RunRecord) async throws -> [String] {
        try await ExchangeRules.junit(JUnitReport().text(of: run)).split(separator: "\n")
            .map(String.init)
    }

    @Test("Each strategy and scale is a case; over budget is a failure, a crash is an error")
    func cells() async throws {
        let ingest = try await cases(Fixture.run(Fixture.ingest))
        #expect(
            ingest == [
                "streamed batch=1000 @ 10k", "half-streamed batch=1000 @ 10k",
                "load-all batch=1000 @ 10k", "streamed batch=1000 @ 160k",
                "half-streamed batch=1000 @ 160k | failure MemoryBudgetExceeded",
                "load-all batch=1000 @ 160k",
            ])
        let problems = try await cases(Fixture.run(Fixture.problems))
        #expect(
            problems.compactMap { $0.split(separator: "|").last.map(String.init) } == [
                " failure WrongResult", " error Crash", " error Crash", " error Timeout",
                " error Inconclusive", " skipped Unavailable", " failure MemoryBudgetExceeded",
            ])
    }

    @Test("An unavailable strategy is skipped; suites are counted separately")
    func skipped() async throws {
        var absent = Fixture.absent
        absent.name = "other"
        let found = try await cases(Fixture.run(Fixture.partial, absent))
        #expect(found.count { $0.hasSuffix("| skipped Unavailable") } == 4)
        #expect(found.count == 5)
    }

    @Test("An unavailable strategy is an error if a gate failed on it")
    func unavailable() async throws {
        var run = Fixture.run(Fixture.partial)
        run.gate = GateRecord(findings: run.findings, exitStatus: 69)
        let found = try await cases(run)
        #expect(found.count { $0.hasSuffix("| error Unavailable") } == 3)
        #expect(!found.contains { $0.contains("skipped") })
    }

    @Test("An unproven rule is skipped, and a notice on GitHub")
    func unproven() async throws {
        var run = Fixture.run(Fixture.partial)
        let finding = GateFinding(
            scenario: "csv-ingest", rule: .control, result: .unproven,
            sentence: "nothing proves it", reason: .controlNotRun(strategies: ["load-all"]))
        run.gate = GateRecord(findings: [finding], exitStatus: 0)
        #expect(try await cases(run).contains("csv-ingest: control | skipped Unproven"))
        #expect(GitHubReport().annotations(of: run).hasPrefix("::notice "))
        #expect(GitHubReport().annotations(of: run).contains("nothing proves it"))
    }

    @Test("An unfinished run is an error in each suite")
    func unfinished() async throws {
        var run = Fixture.run(Fixture.partial)
        run.finishedAt = nil
        #expect(try await cases(run).contains("csv-ingest: outcome | error NothingToJudgeBy"))
    }

    @Test("The base build has no cases")
    func base() async throws {
        var base = Fixture.problems
        base.name = Build.base.name(of: base.name)
        base.build = .base
        let head = try await cases(Fixture.run(Fixture.ingest))
        let run = Fixture.run(Fixture.ingest, base)
        #expect(try await cases(run) == head)
        #expect(!JUnitReport().text(of: run).contains("@base"))
    }

    @Test("The most severe finding of a case is its failure, and the text lists all")
    func mostSevere() async throws {
        let text = JUnitReport().text(of: Fixture.gated)
        let found = try await cases(Fixture.gated)
        #expect(found.count { $0.contains("|") } == 2, "the cell, and the rule over all scales")
        #expect(found.last == "csv-ingest: growth | failure MemoryBudgetExceeded")
        #expect(text.contains("it is crashed") && text.contains("it is timed out"))
    }

    @Test("Names in any script are well-formed, valid, and read back as shown")
    func hostile() async throws {
        for text in Fixture.hostile {
            let found = try await cases(Fixture.hostileRun(text))
            #expect(found.count >= 15, "\(text.debugDescription)")
        }
    }
}

@Suite("The SARIF report")
struct SARIFReportTests {
    private func results(_ run: RunRecord) async throws -> [String] {
        try await ExchangeRules.sarif(SARIFReport().text(of: run)).split(separator: "\n")
            .map(String.init)
    }

    @Test("There is a result for everything that calls for action, at the line of its rule")
    func gated() async throws {
        let found = try await results(Fixture.gated)
        #expect(found.count == 12)
        #expect(found.contains("error growth Scenarios/csv-ingest.yaml:9"))
        #expect(found.first?.hasPrefix("error ") == true && found.last?.hasPrefix("note ") == true)
    }

    @Test("Without a gate, the verdicts are results at the file's first line")
    func verdicts() async throws {
        #expect(
            try await results(Fixture.run(Fixture.ingest)) == [
                "error peak Scenarios/csv-ingest.yaml:1"
            ])
        #expect(try await results(Fixture.run(Fixture.unbudgeted)).isEmpty)
    }

    @Test("The findings of an advisory gate are warnings")
    func advisory() async throws {
        var run = Fixture.gated
        run.gate?.isAdvisory = true
        #expect(try await !results(run).contains { $0.hasPrefix("error") })
    }

    @Test("An unfinished run was not successful")
    func incomplete() throws {
        var run = Fixture.run(Fixture.ingest)
        #expect(try SARIFReport().text(of: run).contains("\"executionSuccessful\" : true"))
        run.finishedAt = nil
        #expect(try SARIFReport().text(of: run).contains("\"executionSuccessful\" : false"))
    }

    @Test("Names in any script are valid")
    func hostile() async throws {
        for text in Fixture.hostile {
            #expect(try await results(Fixture.hostileRun(text)).count == 9)
        }
    }
}
