import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The output of `bench` on a terminal, simulated by Python's pty module.
    @Suite struct BenchOnTerminal {
        /// Starts argv[2:] on a terminal with argv[1] columns, and reads all output.
        private static let prelude = """
            import fcntl, os, pty, select, struct, sys, termios
            def resize(columns):
                fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            pid, terminal = pty.fork()
            if pid == 0:
                # The size is set before anything is drawn.
                fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(sys.argv[1]), 0, 0))
                os.execvp(sys.argv[2], sys.argv[2:])
            drawn = b""
            def read():
                global drawn
                if not select.select([terminal], [], [], 60)[0]: sys.exit("nothing is drawn")
                try: data = os.read(terminal, 65536)
                except OSError: return False
                drawn += data
                return bool(data)

            """

        private func draw(
            _ columns: Int, _ environment: [String: String] = [:],
            script: String = "while read(): pass\n", seconds: Double = 0.3
        ) async throws -> String {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: own
                about: A command of a test
                command: [sleep, "\(seconds)"]
                budget: { peak-rss: 64MiB }
                trials: 2
                """, to: "own.yaml")
            let end = """
                os.waitpid(pid, 0)
                sys.stdout.buffer.write(drawn)
                """
            let variables = ["NO_COLOR": "", "TERM": "xterm-256color"]
            let result = try await workplace.run(
                [
                    "python3", "-c", Self.prelude + script + end, "\(columns)",
                    Products.path("membudget"), "bench", "own.yaml",
                ], environment: variables.merging(environment) { _, new in new })
            #expect(result.status == 0, "\(result)")
            return result.standardOutput
        }

        /// Returns the text between two line ends or carriage returns, without escape sequences.
        private func lines(_ drawn: String) throws -> [String] {
            let escape = try Regex("\u{1B}\\[[0-9;]*[A-Za-z]")
            return drawn.replacing(escape, with: "").split { $0.isNewline || $0 == "\r" }
                .map(String.init)
        }

        @Test(
            "No line is wider than the terminal, and each trial has a permanent line",
            arguments: [60, 80, 100, 200])
        func widths(columns: Int) async throws {
            let drawn = try await draw(columns)
            let lines = try lines(drawn)
            for line in lines { #expect(line.count <= columns, "\(line)") }
            for number in ["1/2", "2/2"] {
                #expect(lines.contains { $0.contains("[\(number)] ✓") && $0.contains("within") })
            }
            // While a trial runs, its line shows memory and budget.
            #expect(
                lines.contains { $0.contains("[1/2] ") && $0.contains("┃") && !$0.contains("✓") })
            #expect(drawn.contains("\u{1B}[K") && drawn.contains("\u{1B}[32m"))
        }

        @Test("A dumb terminal and a log get no escape sequences, and NO_COLOR gives no colors")
        func plain() async throws {
            let dumb = try await draw(80, ["TERM": "dumb"])
            #expect(!dumb.contains("\u{1B}"))
            #expect(dumb.contains("[2/2] own @ ") || dumb.contains("[2/2] command @ "), "\(dumb)")
            #expect(dumb.contains(": within budget (result not checked), "))
            let colourless = try await draw(80, ["NO_COLOR": "1"])
            #expect(colourless.contains("\u{1B}[K") && !colourless.contains("\u{1B}[32m"))
        }

        @Test("After a terminal becomes narrower, lines are narrower")
        func resized() async throws {
            let script = """
                while "┃".encode() not in drawn and read(): pass
                resize(60)
                before = len(drawn)
                while read(): pass
                drawn = drawn[before:]

                """
            let lines = try lines(await draw(120, script: script, seconds: 1.5))
            // One line may already have been on its way.
            for line in lines.dropFirst(2) { #expect(line.count <= 60, "\(line)") }
            #expect(lines.contains { $0.contains("[2/2] ✓") })
        }
    }
}
