import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// A killed harness can't remove its folders, so the next one does.
    @Suite struct KilledHarness {
        /// Starts a command, and kills the harness in the middle of its trial.
        private func kill(_ arguments: [String], in workplace: Workplace) async throws {
            let program = try Products.path("membudget")
            async let running = workplace.run([program] + arguments)
            #expect(await eventually { workplace.holds("ready") })
            for process in workplace.processes where process.name == "membudget" {
                Glibc.kill(process.identifier, SIGKILL)
            }
            _ = try await running
            #expect(await eventually { workplace.processes.isEmpty })
        }

        @Test("The folder of a killed run is removed by the next run, and by clean")
        func run() async throws {
            for next in [["run", "--", "true"], ["clean"]] {
                let workplace = try Workplace()
                try await kill(["run", "--", "sh", "-c", "touch ready; sleep 600"], in: workplace)
                #expect(workplace.temporaryNames.count == 1)
                let result = try await workplace.run(
                    [Products.path("membudget")] + next,
                    environment: ["MEMBUDGET_CACHE": workplace.directory.path("cache")])
                #expect(result.status == 0, "\(result)")
                #expect(workplace.temporaryNames.isEmpty, "\(next)")
            }
        }

        @Test("A run doesn't touch the folder of another one in progress")
        func living() async throws {
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            async let running = workplace.run([
                program, "run", "--", "sh", "-c",
                "touch ready; until test -e done; do sleep 0.05; done",
            ])
            #expect(await eventually { workplace.holds("ready") })
            _ = try await workplace.membudget("run", "--", "true")
            #expect(workplace.temporaryNames.count == 1)
            try workplace.directory.write("", to: "done")
            #expect(try await running.status == 0)
            #expect(workplace.temporaryNames.isEmpty)
        }

        @Test(
            "A run of another PID namespace is not touched, by the next run and by clean",
            .enabled(if: SmallDisk.isPossible, "other namespaces need root"),
            arguments: [["run", "--budget", "64MiB", "--", "true"], ["clean"]])
        func otherNamespace(next: [String]) async throws {
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            let own = ["MEMBUDGET_CACHE": workplace.directory.path("cache")]
            async let running = workplace.run([
                "unshare", "--pid", "--fork", "--mount-proc", program, "run", "--budget", "64MiB",
                "--", "sh", "-c", "touch ready; until test -e done; do sleep 0.05; done",
            ])
            #expect(await eventually { workplace.holds("ready") })
            #expect(workplace.temporaryNames.count == 1)
            let result = try await workplace.run([program] + next, environment: own)
            #expect(result.status == 0, "\(result)")
            #expect(workplace.temporaryNames.count == 1)
            try workplace.directory.write("", to: "done")
            #expect(try await running.status == 0)
            #expect(workplace.temporaryNames.isEmpty)
        }

        @Test("clean --dry-run lists what would be removed; clean --older-than keeps what is newer")
        func rehearsed() async throws {
            let workplace = try Workplace()
            try await kill(["run", "--", "sh", "-c", "touch ready; sleep 600"], in: workplace)
            let own = ["MEMBUDGET_CACHE": workplace.directory.path("cache")]
            let left = workplace.temporaryNames
            let dry = try await workplace.membudget("clean", "--dry-run", environment: own)
            #expect(dry.status == 0, "\(dry)")
            #expect(dry.standardOutput.contains("would remove 1 folder of a killed run\n"))
            #expect(dry.standardOutput.contains("would remove: \(workplace.temporary.path)/"))
            let young = try await workplace.membudget(
                "clean", "--older-than", "7d", environment: own)
            #expect(young.standardOutput.contains("removed 0 folders"), "\(young)")
            #expect(workplace.temporaryNames == left)
            let wrong = try await workplace.membudget("clean", "--older-than", "7")
            #expect(wrong.status == 64 && wrong.standardError.contains("'7d'"), "\(wrong)")
            let all = try await workplace.membudget(
                "clean", "--older-than", "0s", environment: own)
            #expect(all.standardOutput.contains("removed 1 folder"), "\(all)")
            #expect(workplace.temporaryNames.isEmpty)
        }

        @Test(
            "clean continues after a run that it can't remove, reports it, and ends with 74",
            .enabled(if: SmallDisk.isPossible, "mounting needs root"))
        func stuck() async throws {
            let workplace = try Workplace()
            for name in ["a\u{1B}[2K", "b"] {
                try workplace.directory.write("{", to: ".membudget/runs/\(name)/trials.jsonl")
                try workplace.directory.write("", to: ".membudget/runs/\(name)/work/file")
            }
            let disk = try SmallDisk(
                kibibytes: 64, at: workplace.directory.path(".membudget/runs/a\u{1B}[2K/work"))
            defer { withExtendedLifetime(disk) {} }
            let result = try await workplace.membudget(
                "clean", environment: ["MEMBUDGET_CACHE": workplace.directory.path("cache")])
            #expect(result.status == 74, "\(result)")
            #expect(result.standardOutput.contains("removed 1 stale run,"), "\(result)")
            #expect(result.standardOutput.contains("removed 0 folders"), "\(result)")
            #expect(result.standardError.contains("runs/a\\u{1B}[2K/work: cannot be removed"))
            #expect(!result.standardError.contains("\u{1B}"), "\(result)")
            #expect(workplace.names(in: ".membudget/runs") == ["a\u{1B}[2K"])
        }

        @Test("Leftovers of a killed bench's trial are removed by clean; the run can be resumed")
        func bench() async throws {
            let workplace = try Workplace()
            let here = workplace.directory.path
            try workplace.directory.write(
                """
                scenario: stuck
                about: A trial that writes much and ends only when it may
                command: [sh, -c, "echo much > {output}; touch \(here)/ready; until test -e \(here)/done; do sleep 0.05; done"]
                budget: { peak-rss: 64MiB }
                """, to: "stuck.yaml")
            try await kill(
                ["bench", "stuck.yaml", "--run-dir", ".membudget/runs/one"], in: workplace)
            #expect(workplace.holds(".membudget/runs/one/work"))
            let own = ["MEMBUDGET_CACHE": workplace.directory.path("cache")]
            let clean = try await workplace.membudget("clean", environment: own)
            #expect(clean.status == 0, "\(clean)")
            #expect(!workplace.holds(".membudget/runs/one/work"))
            try workplace.directory.write("", to: "done")
            let resumed = try await workplace.membudget(
                "bench", "--resume", "--run-dir", ".membudget/runs/one")
            #expect(resumed.status == 0, "\(resumed)")
        }
    }

    /// A cache folder that contains other files.
    @Suite struct WrongCache {
        @Test(
            "clean and bench refuse a folder with other files, and name it",
            arguments: [
                ["clean"], ["bench", shippedScenario("csv-ingest"), "--scale", "10"],
            ])
        func refused(command: [String]) async throws {
            let workplace = try Workplace()
            try workplace.directory.write("years of work", to: "datasets/thesis/one.tex")
            try workplace.directory.write("[]", to: "durations.json")
            let result = try await workplace.run(
                [Products.path("membudget")] + command,
                environment: ["MEMBUDGET_CACHE": workplace.directory.path])
            #expect(result.status == 74, "\(result)")
            #expect(result.standardError.contains("it holds 'thesis'"), "\(result)")
            #expect(workplace.text("datasets/thesis/one.tex") == "years of work")
            #expect(workplace.names(in: "datasets") == ["thesis"])
            #expect(workplace.text("durations.json") == "[]")
        }
    }

    /// Names that are not UTF-8.
    @Suite struct OddNames {
        @Test(
            "A program whose name is not UTF-8 is run, and its name is shown with escapes",
            arguments: ["", "--no-ptrace"])
        func program(option: String) async throws {
            let workplace = try Workplace()
            let script = """
                printf '#!/bin/sh\\nexit 5\\n' > $'caf\\xe9'; chmod +x $'caf\\xe9'
                $M run \(option) --json one.json -- $'./caf\\xe9'; echo $?
                PATH=$PATH:. $M run \(option) --json two.json -- $'caf\\xe9'; echo $?
                """
            let result = try await workplace.run(
                ["bash", "-c", script], environment: ["M": try Products.path("membudget")])
            #expect(result.standardOutput == "5\n5\n", "\(result)")
            #expect(JSON(workplace.text("one.json"))["strategy"].text == "./caf\\xE9")
            #expect(JSON(workplace.text("two.json"))["strategy"].text == "caf\\xE9")
        }

        @Test("An option or folder that is not UTF-8 is refused; no other file is written")
        func options() async throws {
            let workplace = try Workplace()
            for script in [
                "$M run --json $'caf\\xe9' -- true", "$M run --directory $'caf\\xe9' -- true",
                "$M report $'caf\\xe9'", "$M init -- $'caf\\xe9'",
                "TMPDIR=$'caf\\xe9' $M run -- true",
            ] {
                let result = try await workplace.run(
                    ["bash", "-c", script], environment: ["M": try Products.path("membudget")])
                #expect(result.status == 64, "\(script): \(result)")
                #expect(result.standardError.contains("caf\\xE9"), "\(script): \(result)")
                #expect(workplace.names(in: ".").isEmpty, "\(script)")
            }
        }
    }
}
