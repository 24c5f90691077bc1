import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The commands that don't measure.
    @Suite struct CommandLineTests {
        static let commands = [
            "run", "bench", "merge", "generate", "init", "list", "doctor", "clean",
        ]

        @Test("Every command has help and a version", arguments: [[]] + commands.map { [$0] })
        func help(command: [String]) async throws {
            let workplace = try Workplace()
            let program = try [Products.path("membudget")] + command
            let help = try await workplace.run(program + ["--help"])
            #expect(help.status == 0 && help.standardOutput.contains("USAGE: membudget"), "\(help)")
            #expect(help.standardError.isEmpty)
            let version = try await workplace.run(program + ["--version"])
            #expect(version.status == 0, "\(version)")
            #expect(version.standardOutput.contains { $0.isNumber }, "\(version)")
        }

        @Test("No command prints the usage; an unknown one is a usage error")
        func unknown() async throws {
            let workplace = try Workplace()
            #expect(try await workplace.membudget("bnech").status == 64)
            let none = try await workplace.membudget()
            #expect((none.standardOutput + none.standardError).contains("SUBCOMMANDS"), "\(none)")
        }

        @Test("An option that has no effect on a command is refused, and not in its help")
        func withoutEffect() async throws {
            let workplace = try Workplace()
            let profiling = ["--sample-interval=64KiB", "--no-need", "--no-autopsy"]
            let searched = ["csv-ingest", "--strategy", "streamed"]
            for (command, options) in [
                (["limit"] + searched, profiling),
                (["need"] + searched + ["--scale", "10k"], profiling),
                (["run"], ["--no-need", "--no-autopsy"]),
            ] {
                let program = try [Products.path("membudget")] + command
                let help = try await workplace.run(Array(program.prefix(2)) + ["--help"])
                for option in options {
                    let result = try await workplace.run(program + [option, "--", "true"])
                    #expect(result.status == 64, "\(result)")
                    #expect(result.standardError.contains("Unknown option"), "\(result)")
                    let name = option.prefix { $0 != "=" }
                    #expect(!help.standardOutput.contains(name), "\(help)")
                }
            }
        }

        @Test("--take-cgroup is refused if it can't lead to a limit")
        func takesNothing() async throws {
            let workplace = try Workplace()
            for options in [[], ["--budget", "64MiB", "--enforce", "watchdog"]] {
                let program = try [Products.path("membudget"), "run", "--take-cgroup"]
                let result = try await workplace.run(program + options + ["--", "true"])
                #expect(result.status == 64, "\(result)")
                #expect(result.standardError.contains("--take-cgroup"), "\(result)")
            }
        }

        @Test("list shows pipelines, strategies, parameters, kinds, and scenarios of the folder")
        func list() async throws {
            let workplace = try Workplace()
            _ = try await workplace.membudget("init", "--", "ls")
            try workplace.directory.write("scenario: [", to: "Scenarios/broken.yaml")
            let result = try await workplace.membudget("list")
            #expect(result.status == 0, "\(result)")
            for word in [
                "csv-ingest", "load-all", "streamed", "batch=1000", "csv-rows", "  ls ", "broken",
            ] {
                #expect(result.standardOutput.contains(word), "\(word): \(result)")
            }
        }

        @Test("doctor reports peaks, the error of counters, workers and cgroups")
        func doctor() async throws {
            let result = try await Workplace().membudget("doctor")
            #expect(result.status == 0, "\(result)")
            #expect(result.standardOutput.contains("cgroup"))
            #expect(result.standardOutput.contains("peaks (ptrace)"))
            #expect(result.standardOutput.contains("RSS counters"))
            #expect(result.standardOutput.contains("workers"))
        }

        @Test("clean removes datasets and runs that can't be resumed, and others only with --runs")
        func clean() async throws {
            let workplace = try Workplace()
            let own = ["MEMBUDGET_CACHE": workplace.directory.path("cache")]
            let bench = try [
                Products.path("membudget"), "bench", shippedScenario("csv-ingest"), "--scale",
                "200",
                "--trials", "1", "--strategy", "streamed", "--quiet",
            ]
            #expect(try await workplace.run(bench, environment: own).status == 0)
            for name in ["damaged", "left"] {
                let place = ["--run-dir", ".membudget/runs/\(name)", "--time-limit", "1ms"]
                let cut = try await workplace.run(bench + place, environment: own)
                #expect(cut.status == 3, "\(cut)")
            }
            try FileManager.default.removeItem(
                atPath: workplace.directory.path(".membudget/runs/damaged/run.json"))
            let first = try await workplace.membudget("clean", environment: own)
            #expect(first.status == 0, "\(first)")
            #expect(first.standardOutput.contains("removed 2 datasets"), "\(first)")
            #expect(first.standardOutput.contains("removed 1 stale run,"), "\(first)")
            #expect(!workplace.holds(".membudget/runs/damaged"))
            let command = "membudget bench --resume --run-dir .membudget/runs/left"
            #expect(first.standardError.contains(command), "\(first)")
            let named = first.standardError.components(separatedBy: "resume it with: ").last ?? ""
            let resumed = try await workplace.run(
                ["sh", "-c", "exec \(named)"], environment: own)
            #expect(resumed.status == 0, "\(resumed)")
            let second = try await workplace.membudget("clean", "--runs", environment: own)
            #expect(second.standardOutput.contains("removed 2 runs"), "\(second)")
            #expect(workplace.names(in: ".membudget/runs").isEmpty)
        }
    }
}
