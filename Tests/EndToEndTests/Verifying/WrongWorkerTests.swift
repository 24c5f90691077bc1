import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A strategy with a small peak and a wrong result is wrong, whatever it reports.
    @Suite struct WrongWorkers {
        private func bench(_ strategies: [String], _ options: [String] = []) async throws -> Benched
        {
            let workplace = try Workplace()
            let folder = try FakeWorker.install(in: workplace)
            let lines = strategies.map { "  \($0): {}" }.joined(separator: "\n")
            try workplace.directory.write(
                """
                scenario: spoilt
                about: A feed that is spoilt after it was read
                pipeline: spoilt
                dataset: { kind: csv-rows, seed: 42 }
                scales: [500]
                budget: { peak-rss: 256MiB }
                trials: 1
                allocator: system
                strategies:
                \(lines)
                """, to: "spoilt.yaml")
            return try await Benched(
                "spoilt.yaml", options, in: workplace, environment: ["MEMBUDGET_LIBEXEC": folder])
        }

        @Test("Without damage the same job is right, so the tests are able to fail")
        func honest() async throws {
            let run = try await bench(["honest"])
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.cell("honest")["verdict"].text == "within")
        }

        @Test(
            "A dropped, duplicated or changed row is wrong in table and JSON, never within",
            arguments: ["dropping", "doubling", "changing", "swapping"])
        func spoilt(strategy: String) async throws {
            let run = try await bench([strategy])
            #expect(run.cell(strategy)["verdict"].text == "wrong", "\(run.result)")
            #expect(run.trials("measured").first?["outcome"].text == "wrong_result")
            #expect(run.trials("measured").first?["evidence"]["kind"].text == "verification")
            #expect(run.result.standardOutput.contains("wrong"))
            #expect(!run.result.standardOutput.contains("✓"), "\(run.result)")
        }

        @Test(
            "A missing or unreadable result is not green",
            arguments: ["vanishing", "garbling"])
        func unreadable(strategy: String) async throws {
            let run = try await bench([strategy])
            let verdict = run.cell(strategy)["verdict"].text
            #expect(verdict == "wrong" || verdict == "unmeasured", "\(run.result)")
            #expect(!run.result.standardOutput.contains("✓"), "\(run.result)")
        }

        @Test("A wrong strategy doesn't affect the others, in Markdown either")
        func mixed() async throws {
            let run = try await bench(["honest", "dropping"], ["--format", "markdown"])
            #expect(run.cell("honest")["verdict"].text == "within")
            #expect(run.cell("dropping")["verdict"].text == "wrong")
            let row = run.result.standardOutput.split(separator: "\n").first {
                $0.hasPrefix("| dropping")
            }
            #expect(row?.contains("wrong") == true, "\(run.result)")
        }

        @Test(
            "A worker that doesn't describe itself is refused with 69, and the message names it",
            arguments: [
                "print('garbage')", "print('{}')", "import sys; sys.exit(1)",
                "import os; os.kill(os.getpid(), 11)",
            ])
        func garbage(script: String) async throws {
            let workplace = try Workplace()
            let folder = try FakeWorker.install(script, in: workplace)
            let result = try await workplace.membudget(
                "list", environment: ["MEMBUDGET_LIBEXEC": folder])
            #expect(result.status == 69, "\(result)")
            #expect(result.standardError.contains("membudget-worker-fake"))
            #expect(result.standardError.split(separator: "\n").count == 1)
        }

        @Test("A worker of an earlier protocol is refused with 69 and the reason")
        func earlier() async throws {
            let workplace = try Workplace()
            let folder = try FakeWorker.install(
                "print('{\"schema\":\"membudget.worker/1\",\"pipelines\":[]}')", in: workplace)
            let result = try await workplace.membudget(
                "list", environment: ["MEMBUDGET_LIBEXEC": folder])
            #expect(result.status == 69, "\(result)")
            #expect(
                result.standardError.contains(
                    "uses format 'membudget.worker/1', but this membudget needs"
                        + " 'membudget.worker/2'"))
            #expect(result.standardError.split(separator: "\n").count == 1)
        }
    }
}
