import Foundation
import TestSupport
import Testing

@Suite(
    "CI examples and the schemas of their engines",
    .enabled(if: PythonPackages.areWanted),
    .disabled(if: PythonPackages.areFew, "check-jsonschema needs Python 3.11"))
struct ExampleSchemaTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../Examples/CI").standardized.path

    private static let names =
        (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []

    /// Mistakes that only a schema check finds.
    private static let mistakes: [ExampleRules.Change] = [
        .init(file: "github-gate.yml", old: "    runs-on:", new: "    run-on:"),
        .init(
            file: "github-shards.yml", old: "timeout-minutes: 120", new: "timeout-minute: 120"),
        .init(file: "gitlab.yml", old: "  expire_in:", new: "  expires_in:"),
        .init(file: "gitlab.yml", old: "parallel: 3", new: "parallel: three"),
        .init(file: "kubernetes.yaml", old: "completions: 4", new: "completions: four"),
        .init(file: "kubernetes.yaml", old: "backoffLimitPerIndex:", new: "backoffPerIndex:"),
        .init(file: "kubernetes-merge.yaml", old: "  restartPolicy:", new: "  restartPolicies:"),
    ]

    @Test(
        "Each example is valid according to its schema",
        arguments: names.filter { Engine(of: $0) != nil })
    func valid(name: String) async throws {
        for check in try #require(Engine(of: name)).checks {
            let result = try await check.run(on: "\(Self.folder)/\(name)")
            #expect(result.status == 0, "\(result.output)")
        }
    }

    @Test("Every engine but Slurm has a schema")
    func complete() {
        #expect(Self.names.filter { Engine(of: $0) == nil && !$0.hasPrefix("slurm-") } == [])
    }

    @Test("A mistake is noticed", arguments: mistakes)
    func noticed(mistake: ExampleRules.Change) async throws {
        let text = try String(contentsOfFile: "\(Self.folder)/\(mistake.file)", encoding: .utf8)
        let worse = text.replacing(mistake.old, with: mistake.new)
        #expect(worse != text, "the example has no \(mistake.old)")
        let directory = try TemporaryDirectory()
        let path = try directory.write(worse, to: mistake.file)
        let check = try #require(Engine(of: mistake.file)?.checks.first)
        let result = try await check.run(on: path)
        #expect(result.status != 0, "\(result.output)")
    }
}

/// A CI engine, identified by the names of its examples.
private enum Engine {
    case gitHub
    case gitLab
    case kubernetes

    /// Creates the engine of a file; `nil` if there is no schema for it.
    init?(of name: String) {
        switch name.prefix(6) {
        case "github": self = .gitHub
        case "gitlab": self = .gitLab
        case "kubern": self = .kubernetes
        default: return nil
        }
    }

    var checks: [SchemaCheck] {
        switch self {
        case .gitHub:
            [SchemaCheck("check_jsonschema", ["--builtin-schema", "vendor.github-workflows"])]
        case .gitLab:
            [SchemaCheck("check_jsonschema", ["--builtin-schema", "vendor.gitlab-ci"])]
        case .kubernetes:
            // The first version in which all features used are stable, and the newest known one.
            ["1.33", "1.37"].map {
                SchemaCheck("kubernetes_validate", ["--strict", "--kubernetes-version", $0])
            }
        }
    }
}
