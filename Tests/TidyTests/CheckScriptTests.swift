import Foundation
import TestSupport
import Testing

/// `.ci/run`, with programs that only record their arguments.
@Suite("The script with all checks of a change")
struct CheckScriptTests {
    /// The steps, each identified by words that no other step has.
    private static let steps = [
        "make test", "make lint", "test-kernels.py", "test-slurm.py", "test-action.py",
    ]

    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let script = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../.ci/run").standardized
        try directory.write(String(contentsOf: script, encoding: .utf8), to: ".ci/run")
        for path in ["bin/make", "bin/python3", ".build/python/bin/python"] {
            let text = """
                #!/bin/sh
                line="$(basename "$0") $*"
                echo "$line" >> '\(directory.path("log"))'
                case "$line" in *"$FAILING"*) exit 7;; esac

                """
            let program = try directory.write(text, to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        }
    }

    private func run(failing step: String) async throws -> Command.Result {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return try await Command.run(
            ["bash", directory.path(".ci/run")],
            environment: ["PATH": "\(directory.path("bin")):\(path)", "FAILING": step])
    }

    @Test("The script succeeds if every step does, and each is run once")
    func succeeds() async throws {
        let result = try await run(failing: "no such step")
        #expect(result.status == 0, "\(result)")
        let log = try String(contentsOfFile: directory.path("log"), encoding: .utf8)
        let run = log.split(separator: "\n")
        #expect(run.count == Self.steps.count)
        for step in Self.steps { #expect(run.contains { $0.contains(step) }, "\(step)") }
    }

    @Test("The script fails with the status of the failing step", arguments: steps)
    func fails(step: String) async throws {
        let result = try await run(failing: step)
        #expect(result.status == 7, "\(result)")
    }
}
