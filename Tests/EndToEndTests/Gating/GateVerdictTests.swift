import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Statuses 0, 1 and 3: the rules pass, are violated, or can't be judged.
    @Suite struct GateVerdicts {
        @Test("A job of 23 MiB passes under a budget of 1 GiB")
        func within() async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 22, budget: "1GiB")
            let run = try await Gated("fixed.yaml", in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.results("peak") == ["kept"] && run.results("outcome") == ["unchecked"])
            #expect(run.record["gate"]["exit_status"].integer == 0)
            #expect(run.sum == "gate: 1 rule kept, 1 unchecked; status 0")
        }

        @Test(
            "The self-test scenarios exit as their descriptions say",
            arguments: [("within", 0), ("over", 1), ("crash", 70)])
        func selftests(name: String, status: Int) async throws {
            let run = try await Gated("selftest/selftest-\(name)")
            #expect(run.result.status == status, "\(run.result)")
            #expect(run.record["gate"]["exit_status"].integer == status)
        }

        @Test("--advisory turns a verdict's status into 0 and reports it, but not that of a crash")
        func advisory() async throws {
            let over = try await Gated("selftest/selftest-over", ["--advisory", "--no-need"])
            #expect(over.result.status == 0, "\(over.result)")
            #expect(over.record["gate"]["exit_status"].integer == 1)
            #expect(over.record["gate"]["advisory"].bool == true)
            #expect(over.sum.hasSuffix("status 1, exits with 0 (advisory)"))
            let crash = try await Gated("selftest/selftest-crash", ["--advisory"])
            #expect(crash.result.status == 70, "\(crash.result)")
        }

        @Test("The rules of a shipped scenario are judged, each at its line")
        func rules() async throws {
            let run = try await Gated("csv-ingest", smallIngest + ["--trials", "2"])
            // Two scales are too few for a growth class.
            #expect(run.results("growth") == ["inconclusive"], "\(run.result)")
            #expect(run.results("net") == ["kept", "kept"], "\(run.result)")
            #expect(run.results("control") == ["kept"] && run.results("peak") == ["kept", "kept"])
            #expect(run.results("memory_ratio").count == 1)
            let lines = run.findings.filter { $0["rule"].text == "net" }.map { $0["line"].integer }
            let text = try String(contentsOfFile: shippedScenario("csv-ingest"), encoding: .utf8)
            let rows = text.components(separatedBy: "\n")
            #expect(lines.allSatisfy { rows[($0 ?? 1) - 1].contains("net: 4MiB") }, "\(lines)")
        }

        @Test("With JSON on standard output, there is nothing else on it")
        func json() async throws {
            let run = try await Gated("selftest/selftest-over", ["--format", "json", "--no-need"])
            let record = JSON(run.result.standardOutput)
            #expect(record["gate"]["exit_status"].integer == 1, "\(run.result)")
            #expect(run.result.standardError.contains("gate: 1 rule kept, 1 over; status 1"))
        }
    }
}
