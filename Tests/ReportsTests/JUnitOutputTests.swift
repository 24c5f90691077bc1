import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("Command output in the JUnit report")
struct JUnitOutputTests {
    /// The `system-err` of each suite, as Python's parser reads it back.
    private func errors(_ run: RunRecord) async throws -> String {
        let text = JUnitReport().text(of: run)
        _ = try await ExchangeRules.junit(text)
        return try await Python.run(
            """
            import sys, xml.etree.ElementTree as tree
            for suite in tree.fromstring(sys.stdin.buffer.read()):
                sys.stdout.write(suite.find("system-err").text or "")
            """, input: text)
    }

    /// Cells with one failed trial each, which printed something.
    private func run(printing texts: String...) -> RunRecord {
        let cells = texts.indices.map { Fixture.cell("s\($0)", 160_000) }
        let trials = zip(cells, texts).map { cell, text in
            Fixture.trial(
                cell, peak: 1, outcome: .failed,
                evidence: Evidence(.exitCode, detail: "exit status 3")
            ) { $0.stderrTail = text }
        }
        return Fixture.run(
            ScenarioRecord(
                Fixture.scenario(trials: 1), unit: "rows", cells: cells, observations: trials))
    }

    @Test("Markup, forbidden characters, colours and broken text become harmless")
    func hostile() async throws {
        let printed = "\u{1B}[31mred\u{1} <&> ]]> \u{FFFD} %0A::error::x\u{FFFF}\n"
        #expect(
            try await errors(run(printing: printed)) == """
                s0 batch=1000 @ 160k: failed: exit status 3; stderr:
                red <&> ]]> \u{FFFD} %0A::error::x\\u{FFFF}

                """)
        for text in Fixture.hostile { _ = try await errors(run(printing: text)) }
    }

    @Test("A cell that printed nothing, or completed, has no block")
    func silent() async throws {
        #expect(try await errors(run(printing: "", " \n", "\u{1B}[0m")).isEmpty)
        #expect(try await errors(Fixture.run(Fixture.ingest)).isEmpty)
    }

    @Test("A block is of the most severe trial of a cell, and names it")
    func mostSevere() async throws {
        let cell = Fixture.cell("streamed", 160_000)
        let trials = [Outcome.overBudget, .completed, .crashed, .crashed].enumerated().map {
            index, outcome in
            Fixture.trial(
                cell, index: index, peak: 33, outcome: outcome,
                evidence: Evidence(outcome == .crashed ? .trap : .watchdog, detail: "because")
            ) { $0.stderrTail = outcome == .completed ? nil : "trial \(index)" }
        }
        let run = Fixture.run(
            ScenarioRecord(
                Fixture.scenario(trials: 4), unit: "rows", cells: [cell], observations: trials))
        #expect(
            try await errors(run)
                == "streamed batch=1000 @ 160k: trial 3 of 4 crashed: because; stderr:\ntrial 2\n")
    }

    @Test("A cell keeps its last 8 KiB, and a suite 256 KiB with the number of omitted cells")
    func bounds() async throws {
        let long = String(repeating: "x", count: 20_000) + "the end"
        let one = try await errors(run(printing: long))
        #expect(one.hasSuffix("the end\n") && (8_192..<8_400).contains(one.utf8.count))
        let cells = (0..<40).map { Fixture.cell("s\($0)", 160_000) }
        let trials = cells.map { cell in
            Fixture.trial(
                cell, peak: 1, outcome: .failed,
                evidence: Evidence(.exitCode, detail: "exit status 3")
            ) { $0.stderrTail = long }
        }
        let many = try await errors(
            Fixture.run(
                ScenarioRecord(
                    Fixture.scenario(trials: 1), unit: "rows", cells: cells, observations: trials)))
        #expect(many.utf8.count < 270_000)
        #expect(many.hasSuffix("9 more cells printed something; see trials.jsonl\n"))
    }
}

@Suite("The paths of findings")
struct FindingPlaceTests {
    private func run(repository: String?, workspace: String? = nil, path: String) -> RunRecord {
        var scenario = Fixture.ingest
        scenario.path = path
        (scenario.repositoryPath, scenario.workspacePath) = (repository, workspace)
        return Fixture.run(scenario)
    }

    @Test("SARIF's URIs start from the root of the repository, escaped, with its name")
    func sarif() async throws {
        let text = try SARIFReport().text(
            of: run(repository: "X Y/odd [1].yaml", workspace: "w/X", path: "./odd [1].yaml"))
        #expect(text.contains(#""uri" : "X%20Y/odd%20%5B1%5D.yaml""#))
        #expect(text.contains(#""uriBaseId" : "%SRCROOT%""#))
        _ = try await ExchangeRules.sarif(text)
        let absolute = try SARIFReport().text(of: run(repository: nil, path: "/tmp/ä.yaml"))
        #expect(absolute.contains(#""uri" : "file:///tmp/%C3%A4.yaml""#))
        #expect(!absolute.contains("uriBaseId\""))
        _ = try await ExchangeRules.sarif(absolute)
    }

    @Test("Annotations use the path from the workspace, else from the repository, else as typed")
    func annotations() {
        func line(_ repository: String?, _ workspace: String?) -> String {
            GitHubReport().annotations(
                of: run(repository: repository, workspace: workspace, path: "typed.yaml"))
        }
        #expect(line("a,b/c.yaml", "w/c.yaml").hasPrefix("::error file=w/c.yaml,line=1,"))
        #expect(line("a,b/c.yaml", nil).hasPrefix("::error file=a%2Cb/c.yaml,line=1,"))
        #expect(line(nil, nil).hasPrefix("::error file=typed.yaml,line=1,"))
    }
}
