import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `membudget run --json` writes one trial.
    @Suite struct RunJSON {
        /// The documented keys that a plain command has.
        static let keys: Set<String> = [
            "strategy", "scale", "kind", "index", "seed", "started_at", "outcome", "evidence",
            "enforcement", "peak_rss_bytes", "peak_anon_bytes", "peak_file_bytes",
            "peak_shmem_bytes", "end_rss_bytes", "wall_ns", "user_ns", "system_ns", "major_faults",
            "read_bytes", "written_bytes", "exit", "allocator", "quality",
        ]

        @Test("The file contains exactly one trial with the documented keys")
        func file() async throws {
            let workplace = try Workplace()
            let result = try await workplace.membudget(
                "run", "--json", "trial.json", "--", selftest(), "touch", "16", "--hold-ms", "50")
            let text = workplace.text("trial.json")
            #expect(text.split(separator: "\n").count == 1, "\(result)")
            let trial = JSON(text)
            #expect(Self.keys.subtracting(trial.keys) == [])
            #expect(trial["outcome"].text == "completed")
            #expect(trial["kind"].text == "measured")
            #expect(trial["exit"]["code"].integer == 0)
            #expect(["exact", "interval"].contains(trial["quality"]["peak-rss"].text))
        }

        @Test(
            "A trial over budget has budget, limit, overshoot, evidence, and a cgroup's peak"
        )
        func overBudget() async throws {
            let workplace = try Workplace()
            _ = try await workplace.membudget(
                "run", "--budget", "16MiB", "--json", "trial.json", "--", selftest(), "grow", "100")
            let trial = JSON(workplace.text("trial.json"))
            #expect(trial["outcome"].text == "over_budget")
            #expect(trial["budget"]["limit_bytes"].integer == 16 << 20)
            #expect(["watchdog", "cgroup"].contains(trial["evidence"]["kind"].text))
            #expect(trial["overshoot_bytes"].integer ?? 0 > 0)
            #expect(trial["enforcement"]["tiers"].elements.first?.text == "watchdog")
            #expect(trial["exit"]["signal"].integer == 9)
        }

        @Test("A command whose page cache reached its cgroup's limit shows it; another shows 0")
        func reclaim() async throws {
            let workplace = try Workplace()
            func hits(writing mebibytes: Int) async throws -> (trial: JSON, text: String) {
                let result = try await workplace.membudget(
                    "run", "--budget", "16MiB", "--json", "trial.json", "--", "dd",
                    "if=/dev/zero", "of=written", "bs=64k",
                    "count=\(mebibytes * 16)", "oflag=dsync")
                return (JSON(workplace.text("trial.json")), result.standardError)
            }
            // The limit behind the watchdog is 32 MiB; without a limit nothing is counted. Pages
            // that are on disk
            // can be reclaimed.
            let large = try await hits(writing: 128)
            #expect(large.trial["outcome"].text == "completed", "\(large)")
            guard large.trial["enforcement"]["limit_bytes"].integer != nil else { return }
            #expect(large.trial["enforcement"]["limit_hits"].integer ?? 0 > 0, "\(large)")
            #expect(large.text.contains("the kernel reclaimed page cache"))
            let small = try await hits(writing: 1)
            #expect(small.trial["enforcement"]["limit_hits"].integer == 0, "\(small)")
            #expect(!small.text.contains("page cache"))
        }

        @Test("- writes to standard output, after the output of the command")
        func standardOutput() async throws {
            let result = try await Workplace().membudget("run", "--json", "-", "--", "echo", "own")
            let lines = result.standardOutput.split(separator: "\n")
            #expect(lines.count == 2 && lines.first == "own", "\(result)")
            #expect(JSON(String(lines.last ?? ""))["outcome"].text == "completed")
        }

        @Test("A file that can't be written is found before the command runs")
        func unwritable() async throws {
            let workplace = try Workplace()
            let result = try await workplace.membudget(
                "run", "--json", "no/such/folder/trial.json", "--", "touch", "launched")
            #expect(result.status == 125, "\(result)")
            #expect(result.standardError.contains("no/such/folder/trial.json"), "\(result)")
            #expect(!workplace.holds("launched"))
        }

        @Test("The JSON is also written for a command that fails, times out or doesn't exist")
        func failures() async throws {
            let workplace = try Workplace()
            let cases = [
                (["false"], "failed"), (["no-such-program"], "unmeasured"),
                (["sleep", "600"], "timed_out"),
            ]
            for (command, outcome) in cases {
                let membudget = try Products.path("membudget")
                let result = try await workplace.run(
                    [membudget, "run", "--timeout", "500ms", "--json", "trial.json", "--"] + command
                )
                #expect(JSON(workplace.text("trial.json"))["outcome"].text == outcome, "\(result)")
            }
        }
    }
}
