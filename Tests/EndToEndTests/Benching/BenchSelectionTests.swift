import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What is selected is what is run, and nothing that is unknown is passed over.
    @Suite struct BenchSelection {
        @Test("--strategy, --scale and --trials select")
        func select() async throws {
            let run = try await Benched(
                "csv-ingest",
                [
                    "--strategy", "library", "--strategy", "streamed", "--scale", "300", "--trials",
                    "4",
                ])
            #expect(Set(run.cells.map { $0["strategy"].text }) == ["library", "streamed"])
            #expect(run.cells.allSatisfy { $0["trials"].elements.count == 4 }, "\(run.result)")
            #expect(run.cells.allSatisfy { $0["scale"]["units"].integer == 300 })
        }

        @Test("Strategies that don't run by default run with --all")
        func all() async throws {
            let options = ["--scale", "200", "--trials", "1"]
            let some = try await Benched("csv-ingest", options)
            let all = try await Benched("csv-ingest", options + ["--all"])
            #expect(some.cells.count == 3 && all.cells.count == 5, "\(all.result)")
        }

        @Test("Several values of a parameter are several cells with the same result")
        func parameters() async throws {
            let run = try await Benched(
                "csv-ingest",
                ["--strategy", "streamed", "--scale", "2k", "--trials", "1"]
                    + ["--set", "batch=10", "--set", "batch=1000"])
            #expect(run.cells.map { $0["parameters"]["batch"].text } == ["10", "1000"])
            #expect(Set(run.trials("measured").compactMap { $0["digest"].text }).count == 1)
            #expect(run.result.standardOutput.contains("batch=10 "), "\(run.result)")
            #expect(run.result.standardOutput.contains("batch=1000"))
        }

        @Test(
            "An unknown name is a usage error with a proposal, and nothing is run",
            arguments: [
                (["--strategy", "streamd"], "streamed"), (["--set", "bacth=1"], "batch"),
                (["--metric", "peak-rs"], "peak-rss"), (["--format", "jsn"], "json"),
                (["--trials", "0"], "1"),
                (["--scale", "10x"], "10k"), (["--budget", "10MB"], "10MiB"),
            ])
        func unknown(options: [String], proposal: String) async throws {
            let run = try await Benched("csv-ingest", options)
            #expect(run.result.status == 64, "\(run.result)")
            #expect(
                proposal.isEmpty || run.result.standardError.contains(proposal), "\(run.result)")
            #expect(run.result.standardOutput.isEmpty)
            #expect(!run.workplace.holds("run"))
        }

        @Test("What is selected twice is measured once")
        func twice() async throws {
            let run = try await Benched(
                "csv-ingest",
                ["--strategy", "streamed", "--strategy", "streamed", "--trials", "1"]
                    + ["--scale", "200", "--scale", "200", "--set", "batch=5", "--set", "batch=5"])
            #expect(run.cells.count == 1, "\(run.result)")
            #expect(run.trials("measured").count == 1)
        }

        @Test("A scenario named twice is refused or run once; its figures are never mixed up")
        func scenarioTwice() async throws {
            let scenario = shippedScenario("csv-ingest")
            let run = try await Benched(
                "csv-ingest",
                [scenario, "--strategy", "streamed", "--scale", "200", "--trials", "1"])
            for record in run.record["scenarios"].elements {
                for cell in record["cells"].elements {
                    #expect(cell["trials"].elements.count == 1, "\(run.result)")
                }
            }
        }

        @Test("A value that the pipeline refuses is a usage error before the first trial")
        func refusedValue() async throws {
            let run = try await Benched("csv-ingest", ["--scale", "200", "--set", "batch=many"])
            #expect([64, 65, 70].contains(run.result.status), "\(run.result)")
            #expect(
                run.result.standardOutput.contains("batch")
                    || run.result.standardError.contains("batch"))
        }

        @Test("An unknown scenario is 66 with a proposal")
        func unknownScenario() async throws {
            let workplace = try Workplace()
            let text = try String(contentsOfFile: shippedScenario("csv-ingest"), encoding: .utf8)
            try workplace.directory.write(text, to: "Scenarios/csv-ingest.yaml")
            let result = try await workplace.membudget("bench", "csv-ingset")
            #expect(result.status == 66, "\(result)")
            #expect(result.standardError.contains("csv-ingest'"))
        }

        @Test("A time limit that passes is 3, said, and what is missing is unmeasured")
        func timeLimit() async throws {
            let run = try await Benched("csv-ingest", ["--scale", "200", "--time-limit", "1ms"])
            #expect(run.result.status == 3, "\(run.result)")
            #expect(run.result.standardError.contains("time limit"))
            #expect(run.cells.allSatisfy { $0["verdict"].text == "unmeasured" })
            #expect(run.record["finished_at"].isMissing)
        }

        @Test("A required enforcement that isn't in force is 69 before the first trial")
        func requiredEnforcement() async throws {
            let run = try await Benched(
                "csv-ingest",
                ["--scale", "200", "--enforce", "watchdog", "--require-enforcement", "cgroup"])
            #expect(run.result.status == 69, "\(run.result)")
            #expect(!run.workplace.holds("run"))
        }
    }
}
