import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Standard input and output belong to the command.
    @Suite struct RunStreams {
        @Test("Input and output pass byte for byte", arguments: ["", "--no-ptrace"])
        func binary(option: String) async throws {
            let workplace = try Workplace()
            var generator = SystemRandomNumberGenerator()
            let bytes = (0..<(1 << 17)).flatMap { _ in
                withUnsafeBytes(of: generator.next()) { Array($0) }
            }
            try workplace.directory.write(bytes, to: "input")
            let membudget = try Products.path("membudget")
            let result = try await workplace.run([
                "sh", "-c", "\(membudget) run \(option) -- cat <input >output",
            ])
            #expect(result.status == 0, "\(result)")
            let output = FileManager.default.contents(atPath: workplace.directory.path("output"))
            #expect(output == Data(bytes))
        }

        @Test("Standard output is only the command's; the summary is on standard error")
        func summaryOnStandardError() async throws {
            let result = try await Workplace().membudget(
                "run", "--", "sh", "-c", "echo out; echo err >&2")
            #expect(result.standardOutput == "out\n")
            #expect(result.standardError.hasPrefix("err\n"))
            #expect(result.standardError.contains("peak RSS"))
        }

        @Test("--quiet leaves standard error to the command too")
        func quiet() async throws {
            let result = try await Workplace().membudget(
                "run", "--quiet", "--", "sh", "-c", "echo err >&2")
            #expect(result.standardError == "err\n")
        }

        @Test("--quiet doesn't hide the reason that a command never ran")
        func quietFailure() async throws {
            let result = try await Workplace().membudget("run", "--quiet", "--", "no-such-program")
            #expect(result.status == 127)
            #expect(result.standardError.contains("no-such-program"), "\(result)")
        }

        @Test("A reader that closes the pipe early ends the command, not the measurement")
        func closedOutput() async throws {
            let workplace = try Workplace()
            let membudget = try Products.path("membudget")
            let result = try await workplace.run([
                "sh", "-c", "\(membudget) run --json trial.json -- seq 1000000 | head -1",
            ])
            #expect(result.standardOutput == "1\n")
            #expect(await eventually { workplace.processes.isEmpty })
            #expect(JSON(workplace.text("trial.json"))["exit"]["signal"].integer == 13, "\(result)")
        }

        @Test("The command inherits closed standard streams")
        func closedStreams() async throws {
            let workplace = try Workplace()
            let membudget = try Products.path("membudget")
            let result = try await workplace.run([
                "sh", "-c", "\(membudget) run --quiet -- sh -c 'exit 4' <&- >&- 2>&-",
            ])
            #expect(result.status == 4, "\(result)")
        }

        @Test("--env and --directory apply to the command")
        func environmentAndDirectory() async throws {
            let workplace = try Workplace()
            try workplace.directory.write("", to: "inner/file")
            let result = try await workplace.membudget(
                "run", "--quiet", "--env", "A=1=2", "--env", "B=", "--directory", "inner", "--",
                "sh", "-c", "echo \"$A,$B\"; ls")
            #expect(result.standardOutput == "1=2,\nfile\n", "\(result)")
        }

        @Test("Arguments and variables that are not UTF-8 reach the command byte for byte")
        func bytes() async throws {
            let workplace = try Workplace()
            let membudget = try Products.path("membudget")
            let script = """
                bad=$(printf 'a\\377b'); BAD=$bad; export BAD
                \(membudget) run --quiet -- sh -c 'printf "%s%s" "$1" "$BAD" | od -An -tx1' x "$bad"
                """
            let result = try await workplace.run(["sh", "-c", script])
            #expect(result.standardOutput.filter { $0 != " " } == "61ff6261ff62\n", "\(result)")
        }

        @Test("--trials runs the command this many times")
        func trials() async throws {
            let workplace = try Workplace()
            let result = try await workplace.membudget(
                "run", "--trials", "3", "--json", "trials.json", "--", "echo", "again")
            #expect(result.standardOutput == "again\nagain\nagain\n")
            #expect(JSON(workplace.text("trials.json")).elements.count == 3)
        }
    }
}
