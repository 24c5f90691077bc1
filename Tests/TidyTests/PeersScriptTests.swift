import Foundation
import TestSupport
import Testing

/// The comparison with other programs, without running any of them.
@Suite("The comparison with other programs")
struct PeersScriptTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../..").standardized.path

    @Test("The script's tests pass: the table, the order of runs, the jobs, the contract parser")
    func ownTests() async throws {
        #expect(try await ScriptTests.failures(in: "peers") == "")
    }

    @Test("make report replaces only its own files in reports/, not the table of peers")
    func reportLeavesTable() async throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.copyItem(
            atPath: "\(Self.root)/Makefile", toPath: directory.path("Makefile"))
        try Self.putReporter(in: directory)
        for name in ["peers.md", "README.md", "charts/old.svg"] {
            try directory.write("old", to: "reports/\(name)")
        }
        let result = try await Command.run([
            "make", "-C", directory.path(""), "--old-file=build", "report", "BUILD=products",
        ])
        #expect(result.status == 0, "\(result)")
        let left = try FileManager.default.subpathsOfDirectory(atPath: directory.path("reports"))
        #expect(left.sorted() == ["README.md", "charts", "charts/new.svg", "peers.md"])
        func text(_ name: String) throws -> String {
            try String(contentsOfFile: directory.path("reports/\(name)"), encoding: .utf8)
        }
        #expect(try text("peers.md") == "old")
        #expect(try text("README.md").hasPrefix("# Sample report\n"))
        #expect(try text("README.md").hasSuffix("\n\nnew\n"))
    }

    /// A program that only writes a report with one chart.
    private static func putReporter(in directory: TemporaryDirectory) throws {
        let program = try directory.write(
            """
            #!/bin/sh
            [ "$1" = report ] || exit 0
            while [ "$1" != --output ]; do shift; done
            mkdir -p "$2/charts" && echo new > "$2/report.md" && echo new > "$2/charts/new.svg"
            """, to: "products/membudget")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    }
}
