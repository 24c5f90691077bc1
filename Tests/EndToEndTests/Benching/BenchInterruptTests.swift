import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// An interrupted run keeps its trials.
    @Suite struct BenchInterrupts {
        @Test(
            "A signal ends the run, keeps the journal complete, and leaves no process",
            arguments: [(SIGINT, 130), (SIGTERM, 143)])
        func interrupted(signal: Int32, status: Int) async throws {
            let workplace = try Workplace()
            async let running = Benched(
                "csv-ingest", ["--scale", "1k", "--trials", "1000"], in: workplace)
            #expect(await eventually { workplace.text("run/trials.jsonl").count > 3000 })
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, signal)
            }
            let run = try await running
            #expect(run.result.status == status, "\(run.result)")
            #expect(workplace.text("run/trials.jsonl").hasSuffix("\n"))
            #expect(!run.trials.isEmpty && run.trials.allSatisfy { !$0["outcome"].isMissing })
            #expect(run.trials.allSatisfy { $0["outcome"].text == "completed" })
            #expect(run.record["finished_at"].isMissing && !run.record["schema"].isMissing)
            #expect(workplace.names(in: "run") == ["run.json", "series", "trials.jsonl"])
            #expect(workplace.processes.isEmpty)
            // The command that resumes the run is printed so that it can be typed.
            let told = run.result.standardError.components(separatedBy: "continue it with: ").last
            let command = told?.split(separator: "\n").first.map(String.init) ?? ""
            #expect(command.hasSuffix("bench --resume --run-dir run"), "\(run.result)")
            let resumed = try await workplace.run(
                ["sh", "-c", "exec \(command) --time-limit 1ms"])
            #expect(resumed.status == 3, "\(resumed)")
            #expect(resumed.standardError.contains("--resume --run-dir run"), "\(resumed)")
        }

        @Test(
            "A trial that can't be measured ends the run, and earlier trials are in the record")
        func unmeasurable() async throws {
            let workplace = try Workplace()
            // The first trial removes the folder that the second one needs.
            try workplace.directory.write(
                """
                scenario: vanishing
                about: Removes the folder of the trials
                command: [rm, -rf, "{here}/run/work"]
                trials: 3
                """, to: "vanishing.yaml")
            let run = try await Benched("vanishing.yaml", in: workplace)
            #expect(run.result.status == 71, "\(run.result)")
            #expect(run.trials.count == 1)
            #expect(run.cells.first?["trials"].elements.count == 1)
            #expect(run.record["finished_at"].isMissing && !run.record["schema"].isMissing)
        }

        @Test("SIGINT in the middle of a long trial ends the trial without an observation")
        func insideTrial() async throws {
            let workplace = try Workplace()
            let here = workplace.directory.path
            try workplace.directory.write(
                """
                scenario: long
                about: A trial of ten minutes
                command: [sh, -c, "touch \(here)/ready; sleep 600 & wait"]
                budget: { peak-rss: 64MiB }
                """, to: "long.yaml")
            async let running = Benched("long.yaml", in: workplace)
            #expect(await eventually { workplace.holds("ready") })
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, SIGINT)
            }
            let run = try await running
            #expect(run.result.status == 130, "\(run.result)")
            #expect(run.trials.isEmpty)
            #expect(workplace.processes.isEmpty)
        }
    }
}
