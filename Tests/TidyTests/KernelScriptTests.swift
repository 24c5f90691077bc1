import Foundation
import TestSupport
import Testing

/// The script that tests on other kernels, without booting any.
@Suite("The script that tests on other kernels")
struct KernelScriptTests {
    private static let script = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../Scripts/test-kernels.py").standardized.path

    @Test("Every planted error is noticed, and correct answers pass")
    func plants() async throws {
        let result = try await Command.run(["python3", Self.script, "--self-test"])
        #expect(result.status == 0, "\(result)")
        #expect(result.standardOutput == "every planted error is noticed\n")
    }

    @Test("If apt offers no packages, every kernel is skipped, which is reported and not a failure")
    func skipped() async throws {
        let directory = try TemporaryDirectory()
        for name in ["bin/apt-get", "bin/apt-cache", "programs/membudget-selftest"] {
            let path = try directory.write("#!/bin/sh\nexit 100\n", to: name)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let result = try await Command.run(
            [
                "python3", Self.script, directory.path("programs"), "quick",
                "--folder", directory.path("emulator"),
            ], environment: ["PATH": "\(directory.path("bin")):\(path)"])
        #expect(result.status == 0, "\(result)")
        #expect(result.standardOutput.contains("kernel 6.1 is skipped: "), "\(result)")
        #expect(result.standardOutput.contains("0 of 2 kernels tested"), "\(result)")
    }

    @Test("Without programs, the message says what to run")
    func unbuilt() async throws {
        let directory = try TemporaryDirectory()
        let result = try await Command.run(["python3", Self.script, directory.path("absent")])
        #expect(result.status == 1, "\(result)")
        #expect(result.standardError.contains("run 'make build' first"), "\(result)")
    }
}
