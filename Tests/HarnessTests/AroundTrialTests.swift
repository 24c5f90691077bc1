import Foundation
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

@Suite("Commands around a trial")
struct AroundTrialTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func around(
        setup: String = "", cleanup: String = "", timeout: Duration = .seconds(60)
    ) -> AroundTrial {
        func shell(_ text: String) -> [String] { text.isEmpty ? [] : ["sh", "-c", text] }
        return AroundTrial(
            setup: shell(setup), cleanup: shell(cleanup),
            environment: currentEnvironment().merging(["MARK": "here"]) { $1 },
            folder: directory.path, timeout: timeout)
    }

    private var log: String {
        (try? String(contentsOfFile: directory.path("log"), encoding: .utf8)) ?? ""
    }

    private struct Broken: Error {}

    @Test("Commands run before and after the trial, in its folder and with its environment")
    func order() async throws {
        let value = try await around(
            setup: "echo before $MARK >> log", cleanup: "echo after $MARK >> log"
        ).run {
            try Data((log + "trial\n").utf8).write(to: URL(filePath: directory.path("log")))
            return 7
        }
        #expect(value == 7 && log == "before here\ntrial\nafter here\n")
    }

    @Test("The cleanup runs after a trial that throws, whose error is reported")
    func afterFailure() async throws {
        await #expect(throws: Broken.self) {
            try await around(cleanup: "echo after >> log; exit 3").run { throw Broken() }
        }
        #expect(log == "after\n")
    }

    @Test("A failing setup starts no trial, reports the reason, and is cleaned up")
    func setupFails() async throws {
        let error = await #expect(throws: MachineError.self) {
            try await around(
                setup: "echo no database >&2; exit 4", cleanup: "echo after >> log"
            ).run { Issue.record("the trial was started") }
        }
        #expect(error?.code == .commandFailed && error?.exitStatus == .crashed)
        let words = error?.description ?? ""
        #expect(words.contains("'setup' (sh -c"), "\(words)")
        #expect(words.contains("failed with exit status 4; stderr:\nno database"), "\(words)")
        #expect(log == "after\n")
    }

    @Test("A failing cleanup is reported even if the trial succeeded")
    func cleanupFails() async throws {
        let error = await #expect(throws: MachineError.self) {
            try await around(cleanup: "exit 5").run {}
        }
        #expect(error?.description.contains("'cleanup'") == true)
        #expect(error?.description.contains("exit status 5 without output") == true)
    }

    @Test("A command that takes too long is killed with its children")
    func timeout() async throws {
        let error = await #expect(throws: MachineError.self) {
            try await around(setup: "sleep 1000 & sleep 1000", timeout: .milliseconds(300)).run {}
        }
        #expect(error?.description.contains("did not finish within") == true)
    }

    @Test("Background processes of a setup keep running")
    func background() async throws {
        try await around(
            setup: "sleep 1000 > /dev/null 2>&1 & echo $! > pid",
            cleanup: "kill -0 $(cat pid) && kill $(cat pid)"
        ).run {}
    }

    @Test("Without commands, a trial runs alone; a missing program is reported")
    func programs() async throws {
        #expect(try await around().run { 1 } == 1)
        var missing = around()
        missing = AroundTrial(
            setup: ["no-such-program"], cleanup: [], environment: missing.environment,
            folder: nil, timeout: .seconds(1))
        let error = await #expect(throws: MachineError.self) { try await missing.run {} }
        #expect(error?.description.contains("there is no program 'no-such-program'") == true)
    }
}
