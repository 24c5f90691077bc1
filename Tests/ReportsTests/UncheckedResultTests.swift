import Judging
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Unchecked results in reports")
struct UncheckedResultTests {
    /// Two strategies with commands whose results nothing checks.
    private func scenario(budget: Budget? = Fixture.budget, checked: Bool = false) -> ScenarioRecord
    {
        let cells = ["idle", "honest"].map { Fixture.cell($0, 160_000, parameters: [:]) }
        let trials = zip(cells, [2.0, 14]).flatMap { cell, peak in
            Fixture.trials(cell, peaks: [peak, peak, peak], seconds: 1) {
                if !checked { $0.digest = nil }
            }
        }
        var scenario = Fixture.scenario("command", about: "", budget: budget)
        scenario.job = .command(["true"])
        return ScenarioRecord(
            scenario, unit: "", cells: cells,
            observations: trials.map {
                var trial = $0
                trial.scenario = "command"
                return trial
            })
    }

    private func gated(_ record: ScenarioRecord) -> RunRecord {
        var scenario = Fixture.scenario("command")
        scenario.strategies = ["idle", "honest"].map { .init(name: $0) }
        var run = Fixture.run(record)
        run.gate = Gate(scenarios: [scenario]).record(of: run, isAdvisory: false)
        return run
    }

    @Test("No strategy is praised without the remark, with a budget or without")
    func answers() throws {
        let alone = { (record: ScenarioRecord) in
            var record = record
            record.cells.removeLast()
            return record
        }
        let texts = [
            scenario(), scenario(budget: nil), alone(scenario()), alone(scenario(budget: nil)),
        ].map { Answer.text($0) }
        try expectText(
            texts.joined(separator: "\n"),
            is: #"""
                idle is the smallest within 32.0 MiB at 160k (result not checked): 2.0 MiB (94 % headroom), 1.00 s.
                No budget, only measured: idle is the smallest at 160k (result not checked): 2.0 MiB, 1.00 s; 0.14× of honest (14.0 MiB).
                idle stays within 32.0 MiB at 160k (result not checked): 2.0 MiB (94 % headroom), 1.00 s.
                No budget, only measured: idle takes 2.0 MiB at 160k (result not checked), 1.00 s.
                """#)
        #expect(!Answer.text(scenario(checked: true)).contains("not checked"))
    }

    @Test("Answer, table and notes of the terminal report have the remark")
    func terminal() throws {
        try expectText(
            TerminalReport().lines(of: ScenarioView(scenario())).joined(separator: "\n"),
            is: #"""
                command
                idle is the smallest within 32.0 MiB at 160k (result not checked): 2.0 MiB (94 % headroom), 1.00 s.
                budget 32.0 MiB peak RSS · watchdog, backed by cgroup-v2 at 48.0 MiB · jemalloc allocator
                3 trials each · csv-rows seed 42

                            peak RSS, MiB    speed
                  strategy  median  × input  MiB/s    time  verdict   result
                  ───────────────────────────────────────────────────────────────
                160k · 18.6 MiB of input
                  idle         2.0    0.11×   18.6  1.00 s  ✓ within  not checked
                  honest      14.0    0.75×   18.6  1.00 s  ✓ within  not checked

                result not checked: memory was measured, but the output was not verified, so a command that skips
                its work would look good
                × input: peak ÷ bytes of input · headroom: budget − peak
                """#)
    }

    @Test("Every format has the remark, and none if the results were checked")
    func formats() throws {
        func texts(_ run: RunRecord) throws -> [String] {
            [
                TerminalReport().text(of: run), MarkdownReport().text(of: run),
                HTMLReport().text(of: ReportSource(run: run, samples: [:])),
                JUnitReport().text(of: run),
                GitHubReport().summary(of: run), GitHubReport().comment(of: run),
                try BenchmarkActionReport().text(of: run), try SARIFReport().text(of: run),
                ComparisonReport(of: RunComparison(of: run, against: run)).markdown,
            ]
        }
        for text in try texts(gated(scenario())) {
            #expect(text.contains("result not checked"), "\(text.prefix(300))")
        }
        for text in try texts(gated(scenario(checked: true))) {
            #expect(!text.contains("not checked") && !text.contains("unchecked"))
        }
        #expect(
            JUnitReport().text(of: gated(scenario())).contains(
                #"<property name="idle @ 160k result_checked" value="false">"#))
    }

    @Test("A passed JUnit case has the remark in its name, which is all that viewers show")
    func junit() async throws {
        func names(_ checked: Bool) async throws -> [String] {
            let text = JUnitReport().text(of: gated(scenario(checked: checked)))
            return try await ExchangeRules.junit(text).split(separator: "\n").map(String.init)
        }
        #expect(
            try await names(false) == [
                "idle @ 160k (result not checked)", "honest @ 160k (result not checked)",
            ])
        #expect(try await names(true) == ["idle @ 160k", "honest @ 160k"])
    }

    @Test("The gate's lines and sums count unchecked results separately, and ask for no action")
    func sums() throws {
        let run = gated(scenario())
        let gate = try #require(run.gate)
        #expect(
            GateText().text(of: gate, paths: [:]) == """
                · command: outcome: result not checked in 2 cells
                gate: 2 rules kept, 2 unchecked; status 0

                """)
        #expect(gate.sentence.text == "Gate passed: 2 rules kept, 2 unchecked.")
        #expect(run.problems.isEmpty && GitHubReport().annotations(of: run).isEmpty)
    }

    @Test("A smaller peak is called improved with the remark")
    func improved() {
        var before = scenario()
        for index in before.cells.indices {
            let cell = before.cells[index]
            before.cells[index] = CellRecord(
                cell: cell.cell,
                observations: cell.trials.map {
                    var trial = $0
                    trial.peakRSSBytes = trial.peakRSSBytes.map { 2 * $0 }
                    return trial
                }, budget: cell.budget)
        }
        let comparison = RunComparison(of: Fixture.run(scenario()), against: Fixture.run(before))
        let text = ComparisonReport(of: comparison).terminalText()
        #expect(text.contains("improved, result not checked") && !text.contains("✓ improved"))
    }
}
