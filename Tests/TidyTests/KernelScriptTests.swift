import Foundation
import TestSupport
import Testing

/// The script that boots other kernels, without booting any.
@Suite("What the test of other kernels makes of answers, and of machines without them")
struct KernelScriptTests {
    private static let script = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../Scripts/test-kernels.py").standardized.path

    @Test("Every error that is planted in an answer is noticed, and sound answers pass")
    func plants() async throws {
        let result = try await Command.run(["python3", Self.script, "--self-test"])
        #expect(result.status == 0, "\(result)")
        #expect(result.standardOutput == "every planted error is noticed\n")
    }

    @Test("Where apt offers no packages every kernel is skipped, which is said and no failure")
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

    @Test("Without programs there is nothing to run, and it says what to type")
    func unbuilt() async throws {
        let directory = try TemporaryDirectory()
        let result = try await Command.run(["python3", Self.script, directory.path("absent")])
        #expect(result.status == 1, "\(result)")
        #expect(result.standardError.contains("type 'make build' first"), "\(result)")
    }
}
