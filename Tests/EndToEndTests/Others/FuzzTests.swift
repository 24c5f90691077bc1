import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The fuzzer is able to fail. `Scripts/test.sh`, which runs it for a minute alongside the
    /// tests, shows that our code doesn't.
    @Suite struct FuzzTests {
        @Test(
            "A trap, an endless loop and endless memory are noticed, and the input is kept",
            arguments: ["planted-trap", "planted-hang", "planted-memory"])
        func planted(_ target: String) async throws {
            let folder = try TemporaryDirectory()
            let result = try await Command.run(
                [
                    Products.debugDirectory + "/membudget-fuzz", "--target", target, "--seconds",
                    "2", "--seed", "7",
                ], workingDirectory: folder.path, timeLimit: .seconds(600))
            #expect(result.status == 1, "\(result)")
            #expect(result.standardOutput.contains("FAILED \(target): "), "\(result)")
            let kept = try FileManager.default.contentsOfDirectory(
                atPath: folder.path(".build/fuzz"))
            #expect(kept.allSatisfy { $0.hasPrefix("\(target)-7-") } && !kept.isEmpty)
        }
    }
}
