import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Statuses of 64 and above: a failed measurement never looks like a verdict.
    @Suite struct GateFailures {
        @Test(
            "A wrong command line is refused with 64, and nothing is launched",
            arguments: [
                ["--require-baseline"], ["--ratchet"],
                ["--baseline", "a", "--against", "b"], ["--trials", "0"],
                ["--input", "own.csv", "--baseline", "a"],
                ["--input", "own.csv", "--update-baseline", "a"],
            ])
        func usage(options: [String]) async throws {
            let run = try await Gated("selftest/selftest-within", options)
            #expect(run.result.status == 64, "\(run.result)")
            #expect(!run.workplace.holds("run"))
        }

        @Test(
            "A missing scenario or run is refused with 66",
            arguments: [["gate", "nowhere"], ["compare", "nowhere", "nowhere"]])
        func absent(arguments: [String]) async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 1)
            let result = try await workplace.run([Products.path("membudget")] + arguments)
            #expect(result.status == 66, "\(result)")
            #expect(result.standardError.contains("nowhere"))
            #expect(!workplace.holds(".membudget"))
        }

        @Test("If no process can be started, the gate exits with 71")
        func noDescriptors() async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 1)
            let program = try Products.path("membudget")
            // Without the open files of the test program, so that the limit is the same everywhere.
            let result = try await workplace.run([
                "bash", "-c",
                """
                for ((n = 3; n < 1024; n++)); do eval "exec $n>&-"; done
                ulimit -n 14; exec '\(program)' gate fixed.yaml --quiet --run-dir run
                """,
            ])
            #expect(result.status == 71, "\(result)")
            #expect(!result.standardError.isEmpty)
        }

        @Test("A run folder that can't be written is refused with 73 before anything is launched")
        func unwritable() async throws {
            let workplace = try Workplace()
            try workplace.directory.write("in the way", to: "file")
            let marker = workplace.directory.path("launched")
            try workplace.directory.write(
                """
                scenario: marking
                command: [touch, "\(marker)"]
                budget: { peak-rss: 64MiB }
                """, to: "marking.yaml")
            let result = try await workplace.membudget(
                "gate", "marking.yaml", "--run-dir", "file/below")
            #expect(result.status == 73, "\(result)")
            #expect(result.standardError.contains("file/below"))
            #expect(!workplace.holds("launched"))
        }

        @Test(
            "If the disk fills up during the run, the gate exits with 74",
            .enabled(
                if: TestSupport.SmallDisk.isPossible, "mounting a small file system needs root"))
        func fullDisk() async throws {
            let workplace = try Workplace()
            let result = try await TestSupport.SmallDisk.with(kibibytes: 4096) { disk in
                try workplace.directory.write(
                    """
                    scenario: filler
                    command: [sh, -c, "head -c 9000000 /dev/zero > '\(disk)/filler'; true"]
                    trials: 2
                    budget: { peak-rss: 64MiB }
                    """, to: "filler.yaml")
                return try await workplace.membudget(
                    "gate", "filler.yaml", "--run-dir", "\(disk)/run", "--quiet")
            }
            #expect(result.status == 74, "\(result)")
        }

        @Test(
            "After a signal, the gate exits with 128 plus its number, and records no verdict",
            arguments: [(SIGINT, 130), (SIGTERM, 143)])
        func interrupted(signal: Int32, status: Int) async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 1)
            async let running = Gated("fixed.yaml", ["--trials", "1000"], in: workplace)
            #expect(await eventually { workplace.text("run/trials.jsonl").count > 3000 })
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, signal)
            }
            let run = try await running
            #expect(run.result.status == status, "\(run.result)")
            #expect(run.record["gate"].isMissing && !run.record["schema"].isMissing)
        }
    }
}
