import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import Bench

@Suite("Bases that must run files of their own")
struct HeadFilesTests {
    private typealias Trees = BaseBuildTests.Trees

    /// Creates trees with a command in which HEAD stands for the head's folder.
    private func trees(running words: String) throws -> Trees {
        let trees = try Trees()
        let text = words.replacing("HEAD", with: trees.head.directory.path)
        try trees.head.directory.write("scenario: rows\ncommand: \(text)\n", to: "rows.yaml")
        return trees
    }

    @Test(
        "A command that runs the head's files for the base is rejected",
        arguments: [
            "[python3, HEAD/job.py]", "[/usr/bin/env, HEAD/job.py]", "[HEAD/job.py]",
            #"[python3, HEAD/job.py, "{here}/job.ini"]"#,
            #"[sh, -c, "python3 HEAD/job.py $0", "{here}"]"#,
        ])
    func headFiles(words: String) async throws {
        let error = try await trees(running: words).error()
        #expect(error.code == .failed(.usage))
        #expect(error.description.contains("would run the head's '"), "\(error)")
        #expect(error.description.hasSuffix("for the base too; name files by {here}"), "\(error)")
    }

    @Test("A command that finds the head's files by an environment variable is rejected")
    func variable() async throws {
        let trees = try trees(
            running: #"[python3, "{here}/job.py"]"# + "\nenv: { PYTHONPATH: HEAD/lib }")
        let error = try await trees.error()
        #expect(error.description.contains("would run the head's '"), "\(error)")
    }

    @Test("A command whose script is a link from the base into the head is rejected")
    func link() async throws {
        let trees = try Trees(base: [".git/HEAD", "job.ini"])
        try FileManager.default.createSymbolicLink(
            atPath: trees.base.path("job.py"), withDestinationPath: trees.head.path("job.py"))
        let error = try await trees.error()
        #expect(error.description.contains("would run the head's '"), "\(error)")
    }

    @Test(
        "Both builds may read the head's data, after the base's own program or script",
        arguments: [
            #"["{here}/job.py", HEAD/job.ini]"#, #"[python3, "{here}/job.py", HEAD/job.ini]"#,
        ])
    func data(words: String) async throws {
        let trees = try trees(running: words)
        #expect(try await trees.build().path == trees.base.path)
    }

    @Test("A file that the base's own scenario runs and the base lacks is an error")
    func unbuilt() async throws {
        let text = """
            scenario: rows
            command: [python3, "{here}/{strategy}.py"]
            strategies: { old: {}, built: {} }
            """
        let trees = try Trees(
            text, head: ["old.py", "built.py"], base: [".git/HEAD", "old.py"])
        #expect(try await trees.build().path == trees.base.path)
        try trees.base.write(text, to: "rows.yaml")
        let error = try await trees.error()
        #expect(error.code == .failed(.unavailable))
        #expect(error.description.contains("built.py, which 'built' of 'rows' runs"), "\(error)")
    }
}
