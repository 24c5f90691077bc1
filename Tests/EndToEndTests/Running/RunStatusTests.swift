import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `membudget run` is a wrapper like timeout(1): its status is that of the command, with
    /// exceptions.
    @Suite struct RunStatus {
        @Test("The status is that of the command", arguments: [0, 3, 64, 125, 255])
        func ownStatus(status: Int) async throws {
            let result = try await Workplace().membudget("run", "--", "sh", "-c", "exit \(status)")
            #expect(result.status == status, "\(result)")
        }

        @Test("A command ended by a signal gives 128 plus the signal's number")
        func signal() async throws {
            let result = try await Workplace().membudget("run", "--", selftest(), "segv")
            #expect(result.status == 128 + 11, "\(result)")
            #expect(result.standardError.contains("SIGSEGV"))
        }

        @Test(
            "If the command goes over budget, run exits with 123 and shows the budget",
            arguments: [[], ["--no-ptrace"]])
        func overBudget(options: [String]) async throws {
            let workplace = try Workplace()
            let program = try [Products.path("membudget"), "run", "--budget", "16MiB"]
            let result = try await workplace.run(
                program + options + ["--", selftest(), "touch", "64"])
            #expect(result.status == 123, "\(result)")
            #expect(result.standardError.contains("16.0 MiB"))
            #expect(workplace.processes.isEmpty)
        }

        @Test("A refusal by a data limit decides the exit status, whatever the command returns")
        func dataLimit() async throws {
            let script = """
                try: bytearray(200 << 20)
                except MemoryError: pass
                """
            let cases = [
                (["/usr/bin/python3", "-c", script], 125, "succeeded without"),
                (["/usr/bin/python3", "-c", "bytearray(200 << 20)"], 123, "was refused under"),
                (["sh", "-c", "echo out of memory cards >&2; exit 1"], 1, "exit status 1"),
            ]
            for (command, status, words) in cases {
                let result = try await Workplace().run(
                    [Products.path("membudget"), "run", "--budget", "64MiB", "--enforce", "rlimit"]
                        + ["--"] + command)
                #expect(result.status == status, "\(result)")
                let text = result.standardError.split(whereSeparator: \.isWhitespace)
                #expect(text.joined(separator: " ").contains(words), "\(result)")
            }
        }

        @Test("An excess of more than the whole budget is shown in full, above 100 %")
        func greatExcess() async throws {
            let result = try await Workplace().membudget(
                "run", "--budget", "16MiB", "--enforce", "off", "--", selftest(), "touch", "64")
            #expect(result.status == 123, "\(result)")
            #expect(!result.standardError.contains("(100 %)"), "\(result)")
        }

        @Test("A kept budget changes nothing")
        func withinBudget() async throws {
            let result = try await Workplace().membudget(
                "run", "--budget", "64MiB", "--", selftest(), "touch", "16", "--exit", "7")
            #expect(result.status == 7, "\(result)")
        }

        @Test(
            "A timeout ends the command, even one that ignores SIGTERM",
            arguments: ["sleep", "ignore-term"])
        func timeout(behaviour: String) async throws {
            let workplace = try Workplace()
            let result = try await workplace.membudget(
                "run", "--timeout", "200ms", "--", selftest(), behaviour, "600000")
            #expect(result.status == 124, "\(result)")
            #expect(workplace.processes.isEmpty)
        }

        @Test("If a required enforcement isn't in force, run exits with 125 and launches nothing")
        func requiredEnforcement() async throws {
            let workplace = try Workplace()
            let result = try await workplace.membudget(
                "run", "--budget", "64MiB", "--require-enforcement", "cgroup", "--enforce",
                "watchdog", "--", "touch", "launched")
            #expect(result.status == 125, "\(result)")
            #expect(result.standardError.contains("cgroup"))
            #expect(!workplace.holds("launched"))
        }

        @Test("If a program can't be executed, run exits with 126, and if it is missing, with 127")
        func notRunnable() async throws {
            let workplace = try Workplace()
            let plain = try workplace.directory.write("no program", to: "plain")
            #expect(try await workplace.membudget("run", "--", plain).status == 126)
            #expect(
                try await workplace.membudget("run", "--", workplace.directory.path).status == 126)
            #expect(try await workplace.membudget("run", "--", "no-such-program").status == 127)
            #expect(try await workplace.membudget("run", "--", "./no-such-program").status == 127)
        }

        @Test("A script without a shebang is run like in a shell, or refused with 126")
        func scriptWithoutInterpreter() async throws {
            let workplace = try Workplace()
            let script = try workplace.directory.write("exit 5\n", to: "script")
            _ = try await workplace.run(["chmod", "+x", script])
            let result = try await workplace.membudget("run", "--", script)
            #expect(result.status == 126 || result.status == 5, "\(result)")
        }

        @Test("A script whose interpreter is missing is not executable, with a message")
        func missingInterpreter() async throws {
            let workplace = try Workplace()
            let script = try workplace.directory.write("#!/no/such/interpreter\n", to: "script")
            _ = try await workplace.run(["chmod", "+x", script])
            let result = try await workplace.membudget("run", "--", script)
            #expect([126, 127].contains(result.status ?? -1), "\(result)")
            #expect(!result.standardError.isEmpty)
        }

        @Test("No command, an unknown option and a decimal unit are usage errors")
        func usage() async throws {
            let workplace = try Workplace()
            #expect(try await workplace.membudget("run").status == 64)
            #expect(
                try await workplace.membudget("run", "--budgt", "1MiB", "--", "true").status == 64)
            let decimal = try await workplace.membudget("run", "--budget", "64MB", "--", "true")
            #expect(decimal.status == 64)
            #expect(decimal.standardError.contains("64MiB"))
        }

        @Test("A missing folder is membudget's failure, not a missing command")
        func missingDirectory() async throws {
            let result = try await Workplace().membudget(
                "run", "--directory", "/no/such/folder", "--", "true")
            #expect(result.status == 125, "\(result)")
            #expect(result.standardError.contains("/no/such/folder"))
        }
    }
}
