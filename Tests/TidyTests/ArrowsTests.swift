import Foundation
import TestSupport
import Testing

@Suite("Dependencies between targets")
struct ArrowsTests {
    /// A scratch folder of its own, because the running `swift test` locks the usual one.
    private static func targets() async throws -> [Arrows.Target] {
        let scratch = try TemporaryDirectory()
        let result = try await Command.run(
            [
                "swift", "package", "--scratch-path", scratch.path("build"), "describe",
                "--type", "json",
            ],
            workingDirectory: SourceTree.root.path)
        try #require(result.status == 0, "\(result)")
        struct Description: Decodable {
            var targets: [Arrows.Target]
        }
        let json = Data(result.standardOutput.utf8)
        return try JSONDecoder().decode(Description.self, from: json).targets
    }

    @Test("The declared dependencies are exactly the listed ones")
    func declared() async throws {
        expectNone(Arrows.findings(in: try await Self.targets()))
    }

    @Test(
        "Imports are declared dependencies, and measured code loads Foundation only with a reason"
    )
    func imports() async throws {
        let files = try SourceTree.code().filter(\.isSwift)
        for target in try await Self.targets() where target.path.hasPrefix("Sources/") {
            let own = files.filter { $0.path.hasPrefix(target.path + "/") }
            expectNone(own.flatMap { Imports.findings(in: $0, of: target.name) })
            expectNone(Imports.unused(in: own, of: target))
        }
        expectNone(Imports.unusedExcuses(in: files))
    }

    private static let harnessSide = [
        "Harness", "Yams", "ScenarioFiles", "Reports", "RunStore", "Datasets",
    ]

    @Test(
        "No part of the harness is in a worker, and no pipeline is in the harness",
        arguments: [
            (
                "membudget-worker",
                Self.harnessSide + ["CPostgreSQL", "CXLSXWriter", "NIOCore", "HTTPSource"]
            ),
            (
                "membudget-worker-http",
                Self.harnessSide + ["CPostgreSQL", "CXLSXWriter", "HummingbirdCore", "HTTPSource"]
            ),
            ("membudget-worker-postgres", Self.harnessSide + ["GRDB", "CXLSXWriter", "NIOCore"]),
            (
                "membudget-worker-server",
                Self.harnessSide + ["CPostgreSQL", "CXLSXWriter", "HTTPSource"]
            ),
            ("membudget-worker-xlsx", Self.harnessSide + ["CPostgreSQL", "NIOCore"]),
            (
                "membudget",
                ["PipelineKit", "CSVIngest", "SwiftCSV", "CPostgreSQL", "CXLSXWriter"]
            ),
            ("Harness", ["PipelineKit", "Datasets", "ScenarioFiles", "Reports"]),
        ])
    func separation(_ target: String, _ forbidden: [String]) async throws {
        let reached = Arrows.reached(from: target, in: try await Self.targets())
        #expect(reached.isDisjoint(with: forbidden), "\(target) reaches \(reached.sorted())")
    }

    @Test(
        "The shipped worker has no symbol of the measuring side",
        .enabled(if: Products.isBuilt("membudget-worker"), "membudget-worker has not been built"))
    func symbols() async throws {
        let result = try await Command.run(["nm", try Products.path("membudget-worker")])
        try #require(result.status == 0, "\(result.standardError)")
        let symbols = result.standardOutput
        // The check finds symbols that exist, so those that it doesn't find don't exist.
        #expect(symbols.contains(Self.mark("PipelineKit")))
        for module in [
            "Harness", "Yams", "ScenarioFiles", "Reports", "RunStore", "ArgumentParser", "NIOCore",
        ] {
            #expect(!symbols.contains(Self.mark(module)), "the worker has symbols of \(module)")
        }
    }

    /// Returns the beginning of the mangled names of a Swift module.
    private static func mark(_ module: String) -> String {
        " $s\(module.utf8.count)\(module)"
    }
}
