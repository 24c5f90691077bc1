import Foundation
import Testing

@testable import ScenarioFiles

@Suite("Examples for continuous integration")
struct ExampleYAMLTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../Examples/CI").standardized.path

    private static let files =
        (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []

    private static let names = files.filter { !$0.hasSuffix(".sh") }

    @Test("Every kind of engine has its example")
    func present() {
        #expect(
            Self.files == [
                "github-gate.yml", "github-memory-comment.yml", "github-memory.yml",
                "github-shards.yml", "gitlab.yml", "kubernetes-merge.yaml", "kubernetes.yaml",
                "slurm-merge.sh", "slurm-shards.sh",
            ])
    }

    @Test("Each but Slurm's is YAML", arguments: names)
    func parses(name: String) throws {
        let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
        let document = try YAMLDocument(composing: SourceText(file: name, text: text))
        #expect(document.root != nil)
    }

    @Test("A shard that fails on Kubernetes ends no other")
    func failedIndex() throws {
        let text = try String(contentsOfFile: "\(Self.folder)/kubernetes.yaml", encoding: .utf8)
        #expect(text.contains("backoffLimitPerIndex:") && text.contains("FailIndex"))
        #expect(!text.contains("maxFailedIndexes"))
    }

    @Test("None of them gives strangers more than they need", arguments: names)
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

    @Test("What is no YAML is noticed")
    func notices() {
        #expect(throws: InvalidScenario.self) {
            try YAMLDocument(composing: SourceText(file: "x", text: "jobs: [\n"))
        }
    }
}
