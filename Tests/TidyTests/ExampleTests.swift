import Foundation
import TestSupport
import Testing

@Suite("Examples in docstrings")
struct ExampleTests {
    @Test("Every library has an example")
    func present() throws {
        let files = try SourceTree.code().filter { $0.isSwift && $0.path.hasPrefix("Sources/") }
        let libraries = Dictionary(grouping: files) { Self.library(of: $0.path) }
            .filter { !$0.key.hasPrefix("membudget") }
        #expect(libraries.count > 30)
        let bare = libraries.filter { !$0.value.contains { $0.text.contains("/// ```swift\n") } }
        #expect(bare.keys.sorted() == [])
    }

    @Test("All examples compile")
    func compile() async throws {
        let result = try await check()
        #expect(result.status == 0, "\(result)")
    }

    @Test("An example that doesn't compile is noticed, at its line")
    func broken() async throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: directory.path("Files"), withIntermediateDirectories: false)
        let text = "/// A type.\n///\n/// ```swift\n/// let size = 1\n/// size.gone()\n/// ```\n"
        _ = try directory.write(text, to: "Files/Sample.swift")
        let result = try await check("--sources", directory.path)
        #expect(result.status == 1)
        #expect(result.standardError.contains("Files/Sample.swift:5:"))
    }

    @Test(
        "A module or folder without examples is a failure", arguments: ["--sources=/none", "None"])
    func missing(argument: String) async throws {
        let result = try await check(argument)
        #expect(result.status == 1 && result.standardError.contains("no example in"))
    }

    private func check(_ arguments: String...) async throws -> Command.Result {
        let script = SourceTree.root.appendingPathComponent("Scripts/check-examples.py").path
        return try await Command.run(
            ["python3", "-B", script] + arguments, timeLimit: .seconds(300))
    }

    /// The library that a source file belongs to, each pipeline being one.
    private static func library(of path: String) -> String {
        let folders = path.split(separator: "/")
        return String(folders[1] == "Pipelines" ? folders[2] : folders[1])
    }
}
