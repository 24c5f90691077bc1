import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Changed inputs, read in processes of their own: by a program with every check of a debug build,
    /// and from the same seed each time, so that only a change can fail.
    @Suite struct FuzzTests {
        private func fuzz(
            _ arguments: [String], in folder: String, limit: Duration = .seconds(600)
        ) async throws -> Command.Result {
            try await Command.run(
                [Products.debugDirectory + "/membudget-fuzz"] + arguments,
                workingDirectory: folder, timeLimit: limit)
        }

        @Test(
            "Changed inputs of every reader are read or refused, in memory and time that are bounded"
        )
        func minute() async throws {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            let result = try await fuzz(["--seconds", "60", "--seed", "15"], in: root.path)
            #expect(result.status == 0, "\(result)")
            #expect(result.standardOutput.hasPrefix("fuzz: seed "), "\(result)")
        }

        @Test(
            "A trap, an endless loop and endless memory are noticed, and the input is kept",
            arguments: ["planted-trap", "planted-hang", "planted-memory"])
        func planted(_ target: String) async throws {
            let folder = try TemporaryDirectory()
            let result = try await fuzz(
                ["--target", target, "--seconds", "2", "--seed", "7"], in: folder.path)
            #expect(result.status == 1, "\(result)")
            #expect(result.standardOutput.contains("FAILED \(target): "), "\(result)")
            let kept = try FileManager.default.contentsOfDirectory(
                atPath: folder.path(".build/fuzz"))
            #expect(kept.allSatisfy { $0.hasPrefix("\(target)-7-") } && !kept.isEmpty)
        }
    }
}
