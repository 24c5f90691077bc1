import Foundation
import Testing

@testable import ScenarioFiles

@Suite("CI examples")
struct ExampleYAMLTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../Examples/CI").standardized.path

    private static let files =
        (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []

    private static let names = files.filter { !$0.hasSuffix(".sh") }

    @Test("Every engine has an example")
    func present() {
        #expect(
            Self.files == [
                "github-gate.yml", "github-memory-comment.yml", "github-memory.yml",
                "github-shards.yml", "gitlab.yml", "kubernetes-merge.yaml", "kubernetes.yaml",
                "slurm-merge.sh", "slurm-shards.sh",
            ])
    }

    @Test("Each example but Slurm's is YAML", arguments: names)
    func parses(name: String) throws {
        let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
        let document = try YAMLDocument(composing: SourceText(file: name, text: text))
        #expect(document.root != nil)
    }

    @Test("A failed shard on Kubernetes doesn't end the others")
    func failedIndex() throws {
        let text = try String(contentsOfFile: "\(Self.folder)/kubernetes.yaml", encoding: .utf8)
        #expect(text.contains("backoffLimitPerIndex:") && text.contains("FailIndex"))
        #expect(!text.contains("maxFailedIndexes"))
    }

    @Test("No example gives more permissions than needed", arguments: names)
    func safe(name: String) throws {
        let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
        #expect(try ExampleRules.objections(to: text, named: name) == [])
    }

    @Test("A loosened example is noticed", arguments: ExampleRules.loosened)
    func loosened(change: ExampleRules.Change) throws {
        let text = try String(contentsOfFile: "\(Self.folder)/\(change.file)", encoding: .utf8)
        let worse = text.replacing(change.old, with: change.new)
        #expect(worse != text, "the example has no \(change.old)")
        #expect(try ExampleRules.objections(to: worse, named: change.file) != [])
    }

    @Test("Invalid YAML is noticed")
    func notices() {
        #expect(throws: InvalidScenario.self) {
            try YAMLDocument(composing: SourceText(file: "x", text: "jobs: [\n"))
        }
    }
}
