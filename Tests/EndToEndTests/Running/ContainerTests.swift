import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The charge of a container: all commands give the same answer.
    @Suite struct Containers {
        private static let mebibyte = 1 << 20

        /// A program that holds as many MiB as the scale.
        private func workplace(_ more: String = "") throws -> Workplace {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: holder
                about: Holds as many MiB as the scale says
                command: ["{libexec}/membudget-selftest", touch, "{scale}"]
                scales: [10, 20, 40]
                trials: 1
                \(more)
                """, to: "holder.yaml")
            return workplace
        }

        private func flat(_ text: String) -> String {
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }

        // MARK: One answer

        @Test(
            "need, run, bench and limit give the same answer for a program",
            .enabled(if: Programs.canMakeCgroups))
        func oneAnswer() async throws {
            let workplace = try workplace()
            let need = try await workplace.membudget(
                "need", "holder.yaml", "--strategy", "command", "--scale", "20", "--metric",
                "container", "--json", "need.json")
            #expect(need.status == 0, "\(need)")
            let record = JSON(workplace.text("need.json"))
            #expect(record["metric"].text == "container")
            #expect(record["enforcement"].text == "cgroup")
            #expect(need.standardOutput.contains("cold start"))
            let enough = try #require(record["smallest_enough_bytes"].integer)
            let short = try #require(record["largest_short_bytes"].integer)
            #expect((20 * Self.mebibyte...24 * Self.mebibyte).contains(enough), "\(need)")
            // A little beyond both ends, because the charge varies by some pages.
            for (bytes, isEnough) in [(enough + 512 << 10, true), (short - 512 << 10, false)] {
                let budget = ["--budget", "\(bytes >> 10)KiB"]
                try await expectRun(budget, isEnough: isEnough, in: workplace)
                try await expectBench(budget, isEnough: isEnough, in: workplace)
                try await expectLimit(budget, isEnough: isEnough, in: workplace)
            }
        }

        /// Without a metric, --enforce cgroup means a container.
        private func expectRun(
            _ budget: [String], isEnough: Bool, in workplace: Workplace
        ) async throws {
            for options in [["--enforce", "cgroup"], ["--metric", "container"]] {
                let run = try await workplace.run(
                    [Products.path("membudget"), "run", "--json", "run.json"] + budget + options
                        + ["--", selftest(), "touch", "20"])
                #expect(run.status == (isEnough ? 0 : 123), "\(run)")
                let trial = JSON(workplace.text("run.json"))
                #expect(trial["budget"]["metric"].text == "container")
                #expect(trial["outcome"].text == (isEnough ? "completed" : "over_budget"))
                #expect(
                    run.standardError.contains(
                        isEnough ? "container charge" : "out-of-memory killer"))
            }
        }

        private func expectBench(
            _ budget: [String], isEnough: Bool, in workplace: Workplace
        ) async throws {
            let name = "run-\(budget[1])"
            let bench = try await workplace.run(
                [Products.path("membudget"), "bench", "holder.yaml", "--metric", "container"]
                    + ["--scale", "20", "--run-dir", name, "--no-autopsy", "--trials", "3"] + budget
            )
            #expect(bench.status == 0, "\(bench)")
            let cell = JSON(workplace.text("\(name)/run.json"))["scenarios"].elements.first?[
                "cells"
            ]
            .elements.first
            #expect(cell?["verdict"].text == (isEnough ? "within" : "over"), "\(bench)")
            let kinds = (cell?["trials"].elements ?? []).compactMap { $0["kind"].text }
            #expect(Set(kinds) == ["measured"], "\(kinds)")
            #expect(flat(bench.standardOutput).contains("shows no need, growth or break point"))
        }

        private func expectLimit(
            _ budget: [String], isEnough: Bool, in workplace: Workplace
        ) async throws {
            let limit = try await workplace.run(
                [Products.path("membudget"), "limit", "holder.yaml", "--strategy", "command"]
                    + ["--metric", "container", "--max-scale", "21", "--resolution", "0.1"]
                    + ["--json", "limit.json"] + budget)
            #expect(limit.status == 0, "\(limit)")
            let within = try #require(
                JSON(workplace.text("limit.json"))["largest_within_units"].integer)
            #expect(isEnough ? within >= 20 : within < 20, "\(limit)")
        }

        // MARK: Explained kills

        @Test(
            "A container that is filled by shared memory is reported as such in every report",
            .enabled(if: Programs.canMakeCgroups))
        func sharedMemory() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: shared
                command: ["{libexec}/membudget-selftest", shmem, "64"]
                trials: 1
                budget: { container: 16MiB }
                """, to: "shared.yaml")
            let bench = try await workplace.membudget(
                "bench", "shared.yaml", "--run-dir", "run", "--no-autopsy")
            #expect(bench.status == 0, "\(bench)")
            #expect(flat(bench.standardOutput).contains("MiB tmpfs and shared memory"), "\(bench)")
            let cells = JSON(workplace.text("run/run.json"))["scenarios"].elements.first?["cells"]
            let figures = cells?.elements.first?["trials"].elements.first?["evidence"]["figures"]
            let shared = figures?["kernel_kill"]["parts"]["shmem_bytes"].integer
            #expect(shared ?? 0 > 12 * Self.mebibyte, "\(bench)")
            let report = try await workplace.membudget(
                "report", "run", "--format", "markdown,html", "--output", "report")
            #expect(report.status == 0, "\(report)")
            for name in ["report.md", "report.html"] {
                let text = workplace.text("report/\(name)")
                #expect(text.contains("MiB tmpfs and shared memory"), "\(name)")
            }
        }

        // MARK: Refusals

        @Test(
            "With another enforcement, the metric is refused with 69, or with 125 by run",
            arguments: ["watchdog", "rlimit", "off"])
        func refused(enforcement: String) async throws {
            let workplace = try workplace()
            let options = ["--metric", "container", "--enforce", enforcement]
            let commands: [([String], Int)] = [
                (["run", "--budget", "64MiB"] + options + ["--", "touch", "was-run"], 125),
                (["bench", "holder.yaml", "--budget", "64MiB"] + options, 69),
                (
                    ["limit", "holder.yaml", "--strategy", "command", "--budget", "64MiB"]
                        + options, 69
                ),
            ]
            for (command, status) in commands {
                let result = try await workplace.run([Products.path("membudget")] + command)
                #expect(result.status == status, "\(result)")
                #expect(result.standardError.contains("use --enforce cgroup"), "\(result)")
            }
            #expect(!workplace.holds("was-run") && !workplace.holds(".membudget/runs"))
        }

        @Test("need refuses the container metric with 69 under the watchdog")
        func needRefused() async throws {
            let need = try await workplace().membudget(
                "need", "holder.yaml", "--strategy", "command", "--scale", "10", "--metric",
                "container", "--enforce", "watchdog")
            #expect(need.status == 69, "\(need)")
        }

        @Test("Gate rules that a container can't prove are refused with 65 and their position")
        func ruleInFile() async throws {
            let result = try await workplace(
                """
                budget: { container: 64MiB }
                gate: { bytes-per-unit: 1 }
                """
            ).membudget("gate", "holder.yaml")
            #expect(result.status == 65, "\(result)")
            #expect(result.standardError.contains("holder.yaml:7:9: error: 'bytes-per-unit'"))
        }

        @Test(
            "Gate rules that --metric container leaves without readings are refused with 64",
            .enabled(if: Programs.canMakeCgroups))
        func ruleByOption() async throws {
            let result = try await workplace(
                """
                budget: { peak-rss: 64MiB }
                gate: { bytes-per-unit: 1 }
                """
            ).membudget("gate", "holder.yaml", "--metric", "container")
            #expect(result.status == 64, "\(result)")
            #expect(result.standardError.contains("'bytes-per-unit' can't be judged"), "\(result)")
            #expect(result.standardError.contains("holder.yaml:7"))
        }
    }
}
