import Foundation
import TestSupport
import Testing
import Yams

/// The GitHub action and the GitLab component, tested without an engine.
@Suite("The GitHub action and the GitLab component")
struct ActionTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../..").standardized.path
    private static let actions = ["action.yml", "comment/action.yml"]
    private static let template = "templates/membudget.yml"

    @Test("The tests of the scripts pass")
    func scripts() async throws {
        #expect(try await ScriptTests.failures(in: "ci") == "")
    }

    @Test(
        "The tests of the simulated runner pass",
        .enabled(if: PythonPackages.areWanted),
        .disabled(if: PythonPackages.areFew, "PyYAML is made for Python 3.11"))
    func runner() async throws {
        let answer = try await PythonPackages.run(
            "import subprocess, sys; print(subprocess.run([sys.executable, *sys.argv[1:]]).returncode)",
            arguments: ScriptTests.arguments(of: "runner"))
        #expect(answer == "0\n", "\(answer)")
    }

    @Test("Steps call scripts, take values only from variables, and pin actions by commit")
    func thin() throws {
        for path in Self.actions {
            let steps = try #require(try Self.steps(of: path))
            #expect(!steps.isEmpty)
            for step in steps {
                let run = step["run"]?.string
                let uses = step["uses"]?.string
                #expect(run?.contains("/Scripts/ci/") ?? (uses != nil), "\(path): \(run ?? "")")
                #expect(run?.contains("${{") != true && run?.contains("\n") != true)
                let isPinned = uses.map { $0.contains(/@[0-9a-f]{40}$/) }
                #expect(isPinned != false, "\(path): \(uses ?? "")")
            }
        }
    }

    @Test("Steps that run a change get no token; the comment step does")
    func tokens() throws {
        let texts = try Self.actions.map { try Self.text(of: $0) }
        #expect(!texts[0].contains("token }}") && !texts[0].contains("secrets."))
        #expect(texts[1].contains("github.token"))
        #expect(!texts[1].contains("gate.sh") && !texts[1].contains("checkout@"))
    }

    @Test("The component comments without a checkout, in the environment that has the token")
    func component() throws {
        let jobs = try #require(try Yams.compose(yaml: Self.jobs()))
        let comment = try #require(jobs["memory-comment"])
        #expect(comment["variables"]?["GIT_STRATEGY"]?.string == "none")
        #expect(comment["environment"]?["name"]?.string == "membudget-comment")
        #expect(jobs["memory"]?["environment"] == nil)
    }

    @Test(
        "Actions and component are valid according to their schemas, and a mistake is noticed",
        .enabled(if: PythonPackages.areWanted),
        .disabled(if: PythonPackages.areFew, "check-jsonschema needs Python 3.11"),
        arguments: [
            ExampleRules.Change(file: "action.yml", old: "shell:", new: "shells:"),
            ExampleRules.Change(file: "comment/action.yml", old: "using:", new: "use:"),
            ExampleRules.Change(file: template, old: "expire_in:", new: "expires:"),
        ])
    func schema(mistake: ExampleRules.Change) async throws {
        let text = try mistake.file == Self.template ? Self.jobs() : Self.text(of: mistake.file)
        #expect(try await Self.status(of: text, in: mistake.file) == 0)
        let worse = text.replacing(mistake.old, with: mistake.new)
        #expect(worse != text)
        #expect(try await Self.status(of: worse, in: mistake.file) != 0)
    }

    /// Returns the status of a schema check of a file's text.
    private static func status(of text: String, in file: String) async throws -> Int {
        let folder = try TemporaryDirectory()
        let options =
            file == template
            ? ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"] : ["vendor.github-actions"]
        return try await SchemaCheck("check_jsonschema", ["--builtin-schema"] + options)
            .run(on: folder.write(text, to: "file.yml")).status
    }

    /// Returns the jobs of the component, with its inputs replaced by words.
    private static func jobs() throws -> String {
        let parts = try text(of: template).components(separatedBy: "\n---\n")
        return try #require(parts.count == 2 ? parts[1] : nil)
            .replacing(/\$\[\[ inputs\.[a-z0-9-]+ \]\]/, with: "word")
    }

    private static func steps(of path: String) throws -> [Node]? {
        try Yams.compose(yaml: text(of: path))?["runs"]?["steps"]?.array()
    }

    private static func text(of path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }
}
