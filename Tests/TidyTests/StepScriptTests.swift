import Foundation
import TestSupport
import Testing

@Suite("One line per step of a rule")
struct StepScriptTests {
    private static let script = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../Scripts/step.sh").standardized.path

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func step(_ script: String, verbose: Bool = false) async throws -> Command.Result {
        // The environment of the tests may contain it.
        let environment = [
            "PATH": "/usr/bin:/bin", "STEP_LOGS": directory.path("logs"), "V": verbose ? "1" : "",
        ]
        return try await Command.run(
            ["/bin/bash", Self.script, "build tests", "bash", "-c", script],
            environment: environment)
    }

    private func log() throws -> String {
        try String(contentsOfFile: directory.path("logs/build-tests.log"), encoding: .utf8)
    }

    @Test("A successful step prints its name and its time; its output is in its log")
    func succeeds() async throws {
        let result = try await step("seq 500; echo warning >&2")
        #expect(result.status == 0 && result.standardError.isEmpty, "\(result)")
        let line = try Regex(#"^  build tests    [0-9.]+ s\n$"#)
        #expect(result.standardOutput.wholeMatch(of: line) != nil, "\(result)")
        #expect(try log().hasSuffix("500\nwarning\n"))
    }

    @Test(
        "A failed step shows its first error, its last lines and the log; the status is its own"
    )
    func fails() async throws {
        let result = try await step("echo 'a.swift:1:2: error: no such thing'; seq 500; exit 3")
        #expect(result.status == 3, "\(result)")
        #expect(result.standardOutput.contains("failed after"))
        #expect(result.standardOutput.contains("a.swift:1:2: error: no such thing\n461\n462\n"))
        #expect(result.standardOutput.hasSuffix("\n500\n"))
        #expect(result.standardError.contains(directory.path("logs/build-tests.log")))
    }

    @Test("With V=1, only the output of the step is shown, immediately")
    func verbose() async throws {
        let result = try await step("seq 3; echo late >&2; exit 4", verbose: true)
        #expect(result.status == 4)
        #expect(result.standardOutput == "1\n2\n3\n" && result.standardError == "late\n")
    }

    @Test("A remark is shown before the step ends")
    func remarks() async throws {
        let result = try await step("echo kept; echo seen >&\"$STEP_REMARKS\"")
        #expect(result.standardOutput.hasPrefix("seen\n"), "\(result)")
        #expect(!result.standardOutput.contains("kept"))
    }
}
