import Foundation
import TestSupport
import Testing

/// The test on a Slurm cluster, without starting one.
@Suite("The test on a Slurm cluster and its job files")
struct SlurmScriptTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../..").standardized.path

    @Test("The script's tests pass: planted errors in a run are noticed, and correct runs pass")
    func ownTests() async throws {
        #expect(try await ScriptTests.failures(in: "slurm") == "")
    }

    @Test(
        "CI.md quotes the job files word for word",
        arguments: ["slurm-shards.sh", "slurm-merge.sh"]
    )
    func quoted(name: String) throws {
        let script = try text("Examples/CI/\(name)")
        let quote = script.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        #expect(try text("Documentation/CI.md").contains(quote))
    }

    @Test("The test copies these job files to its cluster")
    func oneSource() throws {
        let script = try text("Scripts/test-slurm.py")
        #expect(script.contains("Examples/CI"))
        #expect(script.contains("slurm-shards.sh") && script.contains("slurm-merge.sh"))
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(Self.root)/\(path)", encoding: .utf8)
    }
}
