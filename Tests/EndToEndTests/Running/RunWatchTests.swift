import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Watching that only the whole program shows: another user, few resources, a whole group.
    @Suite struct RunWatch {
        /// Runs as an unprivileged user, if such a user can read the program.
        private func asNobody(
            _ workplace: Workplace, _ arguments: [String]
        ) async throws -> Command.Result {
            let user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            return try await workplace.run(
                (getuid() == 0 ? user : []) + arguments, environment: ["TMPDIR": "/tmp"])
        }

        @Test(
            "A tree that hides its memory is over or unmeasured, but never within",
            .enabled(if: Installed.has("setpriv")), arguments: [[], ["--no-ptrace"]])
        func hidden(options: [String]) async throws {
            let workplace = try Workplace()
            let result = try await asNobody(
                workplace,
                [try Products.path("membudget"), "run", "--budget", "100MiB"] + options
                    + ["--", try selftest(), "hidden-children", "60", "600"])
            #expect(result.status == 123 || result.status == 125, "\(result)")
            #expect(!result.standardError.contains("within"), "\(result)")
        }

        @Test("With few descriptors, a budget is still enforced")
        func fewDescriptors() async throws {
            let workplace = try Workplace()
            let script =
                "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 2 & done; \(try selftest()) grow 400"
                + " --limit 400"
            let result = try await workplace.run([
                "sh", "-c", "ulimit -n 36; exec \"$0\" \"$@\"",
                try Products.path("membudget"), "run", "--budget", "64MiB", "--metric", "peak-rss",
                "--enforce", "watchdog", "--", "sh", "-c", script,
            ])
            #expect(result.status == 123, "\(result)")
            #expect(result.standardError.contains("killed at"), "\(result)")
        }

        @Test(
            "If membudget can't start a thread, it reports the limit and exits",
            .enabled(if: getuid() == 0 && Installed.has("setpriv")))
        func fewThreads() async throws {
            let workplace = try Workplace()
            for (command, status) in [(["run", "--", "true"], 125), (["list"], 71)] {
                let result = try await asNobody(
                    workplace,
                    ["prlimit", "--nproc=1", try Products.path("membudget")] + command)
                #expect(result.status.map { Int($0) } == status, "\(result)")
                #expect(result.standardError.contains("ulimit -u"), "\(result)")
            }
        }

        @Test("An untraced orphan is found, although nothing in it shows its origin")
        func stranger() async throws {
            let workplace = try Workplace()
            let result = try await workplace.membudget(
                "run", "--", try selftest(), "untraced-child", "0", "300", "--orphan", "1")
            #expect(result.status == 125, "\(result)")
            #expect(result.standardError.contains("escaped the tracer"), "\(result)")
        }

        @Test("A signal to the whole group, as sent by timeout(1), reaches the command once")
        func timeout() async throws {
            let workplace = try Workplace()
            let script = """
                import signal, time
                def note(number, frame):
                    open("caught", "a").write("x")
                signal.signal(signal.SIGTERM, note)
                end = time.monotonic() + 2.5
                while time.monotonic() < end: time.sleep(0.1)
                """
            let result = try await workplace.run([
                "timeout", "1", try Products.path("membudget"), "run", "--", "python3", "-c",
                script,
            ])
            #expect(result.status == 124, "\(result)")
            #expect(workplace.text("caught") == "x")
        }

        @Test(
            "A program that ran without its privileges is named",
            .enabled(if: getuid() == 0 && Installed.has("setpriv")))
        func privileges() async throws {
            let workplace = try Workplace()
            let program = workplace.directory.path("privileged")
            try FileManager.default.copyItem(atPath: "/bin/true", toPath: program)
            #expect(chmod(workplace.directory.path, 0o755) == 0 && chmod(program, 0o4755) == 0)
            let membudget = [try Products.path("membudget"), "run"]
            let traced = try await asNobody(workplace, membudget + ["--", program])
            #expect(traced.standardError.contains("privileged ran without the privileges"))
            let untraced = try await asNobody(
                workplace, membudget + ["--no-ptrace", "--", program])
            #expect(!untraced.standardError.contains("privileges"), "\(untraced)")
        }
    }
}
