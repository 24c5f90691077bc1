import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The selected cells are run, and unknown names are refused.
    @Suite struct BenchSelection {
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
            "An unknown name is a usage error with a suggestion, and nothing is run",
            arguments: [
                (["--metric", "peak-rs"], "peak-rss"), (["--format", "jsn"], "json"),
                (["--trials", "0"], "1"),
                (["--scale", "10x"], "'10'"), (["--budget", "10MB"], "10MiB"),
            ])
        func unknown(options: [String], proposal: String) async throws {
            let run = try await Benched("csv-ingest", options)
            #expect(run.result.status == 64, "\(run.result)")
            #expect(
                proposal.isEmpty || run.result.standardError.contains(proposal), "\(run.result)")
            #expect(run.result.standardOutput.isEmpty)
            #expect(!run.workplace.holds("run"))
        }

        @Test("If the time limit passes, bench exits with 3, and the rest is unmeasured")
        func timeLimit() async throws {
            let run = try await Benched("csv-ingest", ["--scale", "200", "--time-limit", "1ms"])
            #expect(run.result.status == 3, "\(run.result)")
            #expect(run.result.standardError.contains("time limit"))
            #expect(run.cells.allSatisfy { $0["verdict"].text == "unmeasured" })
            #expect(run.record["finished_at"].isMissing)
        }
    }
}
