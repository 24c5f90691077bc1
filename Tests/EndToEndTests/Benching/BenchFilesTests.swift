import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The programs, scripts and data of a run, and numbers out of range.
    @Suite struct BenchFiles {
        @Test("A missing program is refused with 69, even by an advisory gate; nothing is launched")
        func missingProgram() async throws {
            let workplace = try Workplace()
            try workplace.directory.write("no program", to: "job")
            for (program, words) in [
                ("no-such-program", "there is no program 'no-such-program' in PATH"),
                ("./nowhere", "there is no program './nowhere'"),
                ("./job", "job' can't be executed: Permission denied"),
            ] {
                try workplace.directory.write(
                    """
                    scenario: absent
                    command: [\(program)]
                    budget: { peak-rss: 64MiB }
                    """, to: "absent.yaml")
                for command in [["bench"], ["gate"], ["gate", "--advisory"]] {
                    let result = try await workplace.run(
                        [Products.path("membudget")] + command + ["absent.yaml"])
                    #expect(result.status == 69, "\(result)")
                    #expect(result.standardError.contains(words), "\(result)")
                    #expect(!workplace.holds(".membudget"))
                }
            }
        }

        @Test("A script that changed between two parts of a run is named, and the status is 64")
        func changedScript() async throws {
            let workplace = try Workplace()
            try workplace.directory.write("exit 0", to: "job.sh")
            try workplace.directory.write(
                """
                scenario: scripted
                command: [sh, job.sh]
                budget: { peak-rss: 64MiB }
                """, to: "scripted.yaml")
            let bench = ["bench", "scripted.yaml", "--run-dir", "run"]
            let program = try Products.path("membudget")
            let cut = try await workplace.run([program] + bench + ["--time-limit", "1ms"])
            #expect(cut.status == 3, "\(cut)")
            try workplace.directory.write("exit 1", to: "job.sh")
            let refused = try await workplace.run([program] + bench + ["--resume"])
            #expect(refused.status == 64, "\(refused)")
            #expect(refused.standardError.contains("/job.sh' has different content"), "\(refused)")
            try workplace.directory.write("exit 0", to: "job.sh")
            let resumed = try await workplace.run([program] + bench + ["--resume"])
            #expect(resumed.status == 0, "\(resumed)")
        }

        @Test("Without HOME, a command that needs no data is measured")
        func homeless() async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 1)
            let result = try await workplace.run([
                "env", "-u", "HOME", "-u", "MEMBUDGET_CACHE", "-u", "XDG_CACHE_HOME",
                Products.path("membudget"), "bench", "fixed.yaml", "--trials", "1",
            ])
            #expect(result.status == 0, "\(result)")
        }

        @Test(
            "A number that is too large is reported as such, with the maximum",
            arguments: [
                (["--scale", "100000000000000000"], "the largest is 1000000G"),
                (["--trials", "99999999999999999999"], "the largest is 1000"),
                (["--seed", "18446744073709551616"], "the largest is 18446744073709551615"),
                (["--cpus", "5000"], "the largest is 4096"),
                (["--budget", "2000000TiB"], "the largest is 1048576TiB"),
                (["--timeout", "3000000h"], "the largest is 2500000h"),
                (["--shard", "1/20000"], "the maximum is 10000"),
            ])
        func tooLarge(options: [String], words: String) async throws {
            let workplace = try Workplace()
            let result = try await workplace.run(
                [Products.path("membudget"), "bench", "none.yaml"] + options)
            #expect(result.status == 64, "\(result)")
            #expect(result.standardError.contains(words), "\(result)")
        }
    }
}
