import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// On a terminal, simulated by Python's pty module, the command stays in the foreground.
    @Suite struct RunOnTerminal {
        /// Starts argv[1:] on a new terminal; `wait(TEXT)` reads until the text was shown.
        static let prelude = """
            import os, pty, select, signal, sys, time
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[1], sys.argv[1:])
            shown = b""
            def read(seconds):
                global shown
                if not select.select([terminal], [], [], seconds)[0]: return True
                try: data = os.read(terminal, 65536)
                except OSError: return False
                shown += data
                return bool(data)
            seen = 0
            def wait(text):
                global seen
                end = time.monotonic() + 20
                while text not in shown[seen:] and time.monotonic() < end and read(0.1): pass
                if text not in shown[seen:]:
                    os.kill(pid, signal.SIGKILL)
                    sys.exit("never shown: %r in %r" % (text, shown))
                seen = shown.index(text, seen) + len(text)
            def finish():
                while read(20): pass
                return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

            """

        private func onTerminal(_ script: String, _ arguments: [String]) async throws -> String {
            try await Python.run(Self.prelude + script, arguments: arguments)
        }

        @Test("The command sees a terminal and can read from it", arguments: [[], ["--no-ptrace"]])
        func isTerminal(options: [String]) async throws {
            let program = try [Products.path("membudget"), "run", "--quiet"] + options
            let shown = try await onTerminal(
                """
                wait(b"ready")
                os.write(terminal, b"typed\\n")
                wait(b"got typed")
                print(finish())
                """,
                program + [
                    "--", "sh", "-c",
                    "test -t 0 && test -t 1 && test -t 2 && echo ready; read word; echo got $word",
                ])
            #expect(shown == "0\n")
        }

        @Test("Ctrl-C reaches the command exactly once", arguments: [[], ["--no-ptrace"]])
        func interrupt(options: [String]) async throws {
            let command = """
                import signal, sys, time
                count = 0
                def note(number, frame):
                    global count
                    count += 1
                signal.signal(signal.SIGINT, note)
                print("ready", flush=True)
                end = time.monotonic() + 1.5
                while time.monotonic() < end: time.sleep(0.05)
                print("caught", count, flush=True)
                sys.exit(6)
                """
            let program = try [Products.path("membudget"), "run", "--quiet"] + options
            let shown = try await onTerminal(
                """
                wait(b"ready")
                os.write(terminal, b"\\x03")
                wait(b"caught")
                status = finish()
                print(shown.split(b"caught ")[1].split()[0].decode(), status)
                """, program + ["--", "python3", "-c", command])
            #expect(shown == "1 6\n")
        }

        @Test("Ctrl-Z stops the job, and fg resumes it", arguments: [[], ["--no-ptrace"]])
        func jobControl(options: [String]) async throws {
            let program = try [Products.path("membudget"), "run", "--quiet"] + options
            let line = program.joined(separator: " ")
            let shown = try await onTerminal(
                """
                wait(b"$ ")
                line = sys.argv[3][5:] + " -- sh -c 'echo be''gun; read word; echo got-$word'"
                os.write(terminal, line.encode() + b"\\n")
                wait(b"begun")
                time.sleep(0.2)
                os.write(terminal, b"\\x1a")
                wait(b"Stopped")
                wait(b"$ ")
                # The shell sets the terminal up again after its prompt, which may lose what is typed.
                time.sleep(0.3)
                os.write(terminal, b"fg\\n")
                time.sleep(0.5)
                os.write(terminal, b"typed\\n")
                wait(b"got-typed")
                os.write(terminal, b"exit 3\\n")
                print(finish())
                """,
                [
                    "env", "PS1=$ ", "LINE=\(line)", "bash", "--norc", "--noprofile", "--noediting",
                    "-i",
                ])
            #expect(shown == "3\n")
        }
    }
}
