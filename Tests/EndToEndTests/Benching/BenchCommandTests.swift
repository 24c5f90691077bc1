import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Scenarios of arbitrary commands.
    @Suite struct BenchCommands {
        @Test("The examples run", arguments: ["examples/python-csv", "examples/shell-sort"])
        func examples(name: String) async throws {
            let run = try await Benched(name, ["--scale", "2k", "--trials", "1"])
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.cells.count == 2)
            #expect(run.cells.allSatisfy { $0["verdict"].text == "within" }, "\(run.result)")
        }

        @Test(
            "The self-tests get the verdicts that their names promise",
            arguments: [("within", "within", 0), ("over", "over", 0), ("crash", "unmeasured", 70)])
        func selftests(name: String, verdict: String, status: Int) async throws {
            let run = try await Benched("selftest/selftest-" + name, ["--trials", "2"])
            #expect(run.result.status == status, "\(run.result)")
            #expect(run.cells.first?["verdict"].text == verdict)
        }

        @Test("If the command times out, bench exits with 75")
        func timeout() async throws {
            let run = try await own("[sleep, \"600\"]", "timeout: 200ms")
            #expect(run.result.status == 75, "\(run.result)")
            #expect(run.cells.first?["verdict"].text == "unmeasured")
            #expect(run.workplace.processes.isEmpty)
        }

        @Test("If the command fails, bench exits with 70, and its last output is in the report")
        func failure() async throws {
            let run = try await own("[sh, -c, \"echo no disk >&2; exit 3\"]", "")
            #expect(run.result.status == 70, "\(run.result)")
            #expect(run.trials.first?["stderr_tail"].text == "no disk\n")
            #expect(run.result.standardOutput.contains("no disk"), "\(run.result)")
        }

        @Test("The standard output of a command is not in the report")
        func output() async throws {
            let run = try await own("[sh, -c, \"echo chatter; echo more >&2\"]", "")
            #expect(run.result.status == 0)
            #expect(!run.result.standardOutput.contains("chatter"))
            #expect(!run.result.standardError.contains("more\n"))
        }

        private func own(_ command: String, _ line: String) async throws -> Benched {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: own
                about: A command of a test
                command: \(command)
                budget: { peak-rss: 64MiB }
                trials: 1
                \(line)
                """, to: "own.yaml")
            return try await Benched("own.yaml", in: workplace)
        }
    }
}
