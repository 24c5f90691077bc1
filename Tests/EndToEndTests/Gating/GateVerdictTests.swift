import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// 0, 1 and 3: what was measured keeps its promises, breaks them, or decides nothing.
    @Suite struct GateVerdicts {
        @Test("23 MiB under a budget of 1 GiB is green")
        func within() async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 22, budget: "1GiB")
            let run = try await Gated("fixed.yaml", in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.results("peak") == ["kept"] && run.results("outcome") == ["kept"])
            #expect(run.record["gate"]["exit_status"].integer == 0)
            #expect(run.sum == "gate: 2 rules kept; status 0")
        }

        @Test(
            "The self-test scenarios end as they say of themselves",
            arguments: [("within", 0), ("over", 1), ("crash", 70)])
        func selftests(name: String, status: Int) async throws {
            let run = try await Gated("selftest/selftest-\(name)")
            #expect(run.result.status == status, "\(run.result)")
            #expect(run.record["gate"]["exit_status"].integer == status)
        }

        @Test("What goes over is named with the line of the budget in its file")
        func over() async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 32, budget: "16MiB")
            let run = try await Gated("fixed.yaml", ["--no-need"], in: workplace)
            #expect(run.result.status == 1, "\(run.result)")
            let finding = run.findings.first { $0["rule"].text == "peak" }
            #expect(finding?["result"].text == "over" && finding?["line"].integer == 5)
            #expect(finding?["limit"].integer == 16 << 20)
            #expect(run.result.standardOutput.contains("✗ fixed command @ 1: budget:"))
            #expect(run.result.standardOutput.contains("(fixed.yaml:5)"), "\(run.result)")
        }

        @Test("A result that is wrong is 1, however small it is")
        func wrong() async throws {
            let run = try await spoilt(["dropping"])
            #expect(run.result.status == 1, "\(run.result)")
            #expect(run.results("outcome") == ["wrong"])
        }

        @Test("A strategy that can't run here is 69, though the others keep everything")
        func unavailable() async throws {
            let run = try await spoilt(["honest", "absent"])
            #expect(run.result.status == 69, "\(run.result)")
            #expect(run.results("outcome") == ["unavailable", "kept"])
        }

        private func spoilt(_ strategies: [String]) async throws -> Gated {
            let workplace = try Workplace()
            let folder = try FakeWorker.install(in: workplace)
            try workplace.directory.write(
                """
                scenario: spoilt
                pipeline: spoilt
                dataset: { kind: csv-rows, seed: 42 }
                scales: [300]
                budget: { peak-rss: 256MiB }
                trials: 1
                allocator: system
                strategies:
                \(strategies.map { "  \($0): {}" }.joined(separator: "\n"))
                """, to: "spoilt.yaml")
            return try await Gated(
                "spoilt.yaml", in: workplace, environment: ["MEMBUDGET_LIBEXEC": folder])
        }

        @Test("A scenario without a budget is not green")
        func noBudget() async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 1, budget: nil)
            let run = try await Gated("fixed.yaml", in: workplace)
            #expect(run.result.status == 3, "\(run.result)")
            #expect(run.results("peak") == ["missing"])
            #expect(run.sum.contains("1 missing"))
        }

        @Test("A control that keeps the budget proves nothing, and controls alone even less")
        func control() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: fixed
                command: [sh, -c, "exec '{libexec}/membudget-selftest' touch 1 # {strategy}"]
                trials: 1
                budget: { peak-rss: 64MiB }
                strategies: { naive: { role: control }, streamed: {} }
                """, to: "fixed.yaml")
            let run = try await Gated("fixed.yaml", in: workplace)
            #expect(run.result.status == 3, "\(run.result)")
            #expect(run.results("control") == ["inconclusive"])
            #expect(run.result.standardOutput.contains("the budget doesn't bite"))
            let alone = try await Gated(
                "fixed.yaml", ["--strategy", "naive"], in: workplace, runDirectory: "alone")
            #expect(alone.result.status == 3 && alone.results("outcome") == ["missing"])
        }

        @Test("--advisory makes 0 of a verdict, and says so; never of a crash")
        func advisory() async throws {
            let over = try await Gated("selftest/selftest-over", ["--advisory", "--no-need"])
            #expect(over.result.status == 0, "\(over.result)")
            #expect(over.record["gate"]["exit_status"].integer == 1)
            #expect(over.record["gate"]["advisory"].bool == true)
            #expect(over.sum.hasSuffix("status 1, softened to 0 (advisory)"))
            let crash = try await Gated("selftest/selftest-crash", ["--advisory"])
            #expect(crash.result.status == 70, "\(crash.result)")
        }

        @Test("The rules of a shipped scenario are judged, each at its line")
        func rules() async throws {
            let run = try await Gated("csv-ingest", smallIngest + ["--trials", "2"])
            // Two scales gate no class of growth.
            #expect(run.results("growth") == ["inconclusive"], "\(run.result)")
            #expect(run.results("net") == ["kept", "kept"], "\(run.result)")
            #expect(run.results("control") == ["kept"] && run.results("peak") == ["kept", "kept"])
            #expect(run.results("memory_ratio").count == 1)
            let lines = run.findings.filter { $0["rule"].text == "net" }.map { $0["line"].integer }
            let text = try String(contentsOfFile: shippedScenario("csv-ingest"), encoding: .utf8)
            let rows = text.components(separatedBy: "\n")
            #expect(lines.allSatisfy { rows[($0 ?? 1) - 1].contains("net: 4MiB") }, "\(lines)")
        }

        @Test("With JSON on standard output, that is all there is on it")
        func json() async throws {
            let run = try await Gated("selftest/selftest-over", ["--format", "json", "--no-need"])
            let record = JSON(run.result.standardOutput)
            #expect(record["gate"]["exit_status"].integer == 1, "\(run.result)")
            #expect(run.result.standardError.contains("gate: 1 rule kept, 1 over; status 1"))
        }
    }
}
