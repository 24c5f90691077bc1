import TestSupport
import Testing

@Suite("Running commands in tests")
struct CommandTests {
    @Test("A command's status and its two streams are returned separately")
    func streams() async throws {
        let result = try await Command.run(["sh", "-c", "echo out; echo err >&2; exit 3"])
        #expect(result.status == 3)
        #expect(result.signal == nil)
        #expect(result.standardOutput == "out\n")
        #expect(result.standardError == "err\n")
    }

    @Test("A signal is not an exit status")
    func signals() async throws {
        let result = try await Command.run(["sh", "-c", "kill -9 $$"])
        #expect(result.status == nil)
        #expect(result.signal == 9)
    }

    @Test("A command starts with no signal blocked, so that it can be stopped")
    func signalMask() async throws {
        let result = try await Command.run(["grep", "SigBlk", "/proc/self/status"])
        #expect(result.standardOutput == "SigBlk:\t0000000000000000\n")
    }

    @Test("Input, environment and working directory reach the command")
    func surroundings() async throws {
        let directory = try TemporaryDirectory()
        let result = try await Command.run(
            ["sh", "-c", "cat; echo $MARK; echo ${HOME-none}; pwd"],
            environment: ["MARK": "here", "HOME": ""], standardInput: "in\n",
            workingDirectory: directory.path)
        #expect(result.standardOutput == "in\nhere\nnone\n\(directory.path)\n")
    }

    @Test("More output than fits in a pipe is complete")
    func muchOutput() async throws {
        let result = try await Command.run(["head", "-c", "3000000", "/dev/zero"])
        #expect(result.standardOutput.utf8.count == 3_000_000)
    }

    @Test("A program that does not exist is an error, not a status")
    func missingProgram() async throws {
        await #expect(throws: Command.NotStarted.self) {
            try await Command.run(["membudget-no-such-program"])
        }
    }

    @Test("A hanging command is killed")
    func timeLimit() async throws {
        let result = try await Command.run(["sleep", "600"], timeLimit: .milliseconds(100))
        #expect(result.signal == 9)
    }

    @Test("A command is over when its leader has ended, even if descendants remain")
    func grandchildren() async throws {
        let result = try await Command.run(["sh", "-c", "sleep 600 & echo $!; exit 4"])
        #expect(result.status == 4)
        let identifier = result.standardOutput.split(separator: "\n").map(String.init)
        #expect(try await Command.run(["kill", "-9"] + identifier).status == 0)
    }

    @Test("A Python script reads its input, and its failure is an error")
    func python() async throws {
        let output = try await Python.run("print(sum(map(int, input().split())))", input: "1 2 3")
        #expect(output == "6\n")
        await #expect(throws: Python.Failed.self) { try await Python.run("raise SystemExit(3)") }
    }
}
