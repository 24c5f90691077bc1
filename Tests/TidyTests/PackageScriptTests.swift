import Foundation
import TestSupport
import Testing

/// Installation and packages of fake programs.
@Suite("Installed files and the contents of packages")
struct PackageScriptTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../..").standardized.path

    @Test("The tests of the scripts pass: manual pages, control files, archives, an installation")
    func ownTests() async throws {
        #expect(try await ScriptTests.failures(in: "packages") == "")
    }

    @Test(
        "make install strips programs and installs pages; make uninstall restores the old state"
    )
    func installAndUninstall() async throws {
        let directory = try TemporaryDirectory()
        try await Self.putBuild(in: directory)
        _ = try directory.write("of somebody else", to: "root/usr/local/bin/other")
        let before = try Self.files(below: directory.path("root"))
        #expect(try await Self.make("install", in: directory).status == 0)
        let installed = try Self.files(below: directory.path("root"))
        for path in Self.expected {
            #expect(installed.contains("usr/local/\(path)"), "\(path)")
        }
        #expect(!installed.contains { $0.hasSuffix("membudget-selftest") })
        let worker = "root/usr/local/libexec/membudget/membudget-worker"
        let sections = try await Command.run(["readelf", "-SW", directory.path(worker)])
        #expect(!sections.standardOutput.contains(".debug_info"))
        #expect(sections.standardOutput.contains(".symtab"))
        #expect(try await Self.make("uninstall", in: directory).status == 0)
        #expect(try Self.files(below: directory.path("root")) == before)
        let again = try await Self.make("uninstall", in: directory)
        #expect(again.status == 2 && again.standardError.contains("nothing is installed"))
    }

    /// Some installed files of each kind, below the prefix.
    private static let expected = [
        "bin/membudget", "libexec/membudget/membudget-worker",
        "libexec/membudget/libmembudget-agent.so", "share/man/man1/membudget.1",
        "share/membudget/Scenarios/csv-ingest.yaml",
    ]

    private static func make(
        _ rule: String, in directory: TemporaryDirectory
    ) async throws -> Command.Result {
        try await Command.run([
            "make", "-C", root, rule, "BUILD=\(directory.path("products"))",
            "GENERATED=\(directory.path("made"))", "DESTDIR=\(directory.path("root"))",
            "PREFIX=/usr/local",
        ])
    }

    /// Creates every product as a small program with debug information.
    private static func putBuild(in directory: TemporaryDirectory) async throws {
        _ = try directory.write("int main(void) { return 0; }\n", to: "products/main.c")
        _ = try directory.write(".TH MEMBUDGET 1\n", to: "made/share/man/man1/membudget.1")
        let program = directory.path("products/membudget")
        let compiled = try await Command.run([
            "cc", "-g", "-o", program, directory.path("products/main.c"),
        ])
        try #require(compiled.status == 0, "\(compiled)")
        let workers = ["", "-http", "-postgres", "-server", "-xlsx"].map { "worker\($0)" }
        let others = ["serve", "sync", "source", "launcher", "steady", "steady-dynamic"]
        let libraries = ["libmembudget-agent.so", "libmembudget-sampler.so"]
        for name in (workers + others).map({ "membudget-\($0)" }) + libraries {
            try FileManager.default.copyItem(
                atPath: program, toPath: directory.path("products/\(name)"))
        }
    }

    private static func files(below folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    }
}
