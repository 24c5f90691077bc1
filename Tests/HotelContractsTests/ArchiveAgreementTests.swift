import Datasets
import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import HotelContracts

/// Archives written by other programs give the same result as the tree.
@Suite("Contract archives")
struct ArchiveAgreementTests {
    /// Packs a folder, given the archive, the folder, the method, and a prefix for names.
    private static let packer = #"""
        import os, sys, zipfile
        archive, root, way, prefix = sys.argv[1:]
        class Pipe:
            "A file that can only be written to."
            def __init__(self, file): self.file, self.count = file, 0
            def write(self, data): self.count += len(data); return self.file.write(data)
            def tell(self): return self.count
            def flush(self): self.file.flush()
            def seekable(self): return False
            def seek(self, *_): raise OSError
        method = zipfile.ZIP_STORED if way == "stored" else zipfile.ZIP_DEFLATED
        with open(archive, "wb") as file:
            target = Pipe(file) if way == "streamed" else file
            with zipfile.ZipFile(target, "w", method) as packed:
                for folder, _, names in os.walk(root):
                    for name in names:
                        path = os.path.join(folder, name)
                        inner = prefix + os.path.relpath(path, root)
                        if way == "folders" and not packed.NameToInfo.get(os.path.dirname(inner) + "/"):
                            packed.writestr(os.path.dirname(inner) + "/", "")
                        with packed.open(inner, "w", force_zip64=way == "large") as entry:
                            entry.write(open(path, "rb").read())
        """#

    private func generatedTree(fileCount: Int = 60) throws -> (Tree, ExpectedOutcome) {
        let tree = try Tree()
        try FileManager.default.removeItem(atPath: tree.path)
        let request = Scenario.DatasetRequest(
            kind: "hotel-contracts", seed: 7,
            parameters: [
                "damaged": "0.02", "quirks": "0.5", "headless": "0.05", "file-size": "16KiB",
            ])
        let dataset = try Dataset.generate(
            request, size: .units(Scale(units: fileCount)), into: tree.directory.path("generated"))
        try FileManager.default.moveItem(
            atPath: tree.directory.path("generated/contracts"), toPath: tree.path)
        return (tree, dataset.manifest.expected)
    }

    private func pack(_ tree: Tree, way: String, prefix: String) async throws -> String {
        let archive = tree.directory.path("contracts.zip")
        _ = try await Python.run(Self.packer, arguments: [archive, tree.path, way, prefix])
        return archive
    }

    private func expect(
        _ finding: Finding, toBe expected: ExpectedOutcome, fileCount: Int = 60
    ) {
        #expect(finding.outcome.rows == expected.rows)
        #expect(finding.outcome.digest == expected.digest)
        #expect(finding.failedCount == expected.rowsFailed)
        #expect(finding.doneCount == fileCount)
    }

    @Test("Every strategy's result for an archive matches its manifest", arguments: strategies)
    func everyStrategy(strategy: String) async throws {
        let (tree, expected) = try generatedTree()
        let archive = try await pack(tree, way: "deflated", prefix: "contracts/")
        expect(try await run(strategy, tree, archive: archive), toBe: expected)
    }

    @Test(
        "An archive is read however Python wrote it",
        arguments: ["stored", "deflated", "streamed", "large", "folders"],
        ["", "contracts/", "a/b c/"])
    func everyWay(way: String, prefix: String) async throws {
        let (tree, expected) = try generatedTree()
        let archive = try await pack(tree, way: way, prefix: prefix)
        expect(try await run("streamed", tree, archive: archive), toBe: expected)
    }

    @Test(
        "An archive written by zip is read", .enabled(if: Installed.has("zip")),
        arguments: [["-r"], ["-r0"], ["-rD"], ["-r", "-fz"]])
    func zip(options: [String]) async throws {
        let (tree, expected) = try generatedTree()
        let archive = tree.directory.path("contracts.zip")
        let result = try await Command.run(
            ["zip", "-q"] + options + [archive, "contracts"],
            workingDirectory: tree.directory.path)
        try #require(result.status == 0, "\(result)")
        expect(try await run("streamed", tree, archive: archive), toBe: expected)
    }

    @Test(
        "An archive written as a stream, from standard input to standard output, is read",
        .enabled(if: Installed.has("zip")))
    func zipAsStream() async throws {
        let (tree, expected) = try generatedTree()
        let result = try await Command.run(
            ["sh", "-c", "zip -qr - contracts | cat > contracts.zip"],
            workingDirectory: tree.directory.path)
        try #require(result.status == 0, "\(result)")
        let archive = tree.directory.path("contracts.zip")
        expect(try await run("streamed", tree, archive: archive), toBe: expected)
    }

    @Test("A directory of 70,000 entries is read in windows, and every entry once")
    func manyEntries() async throws {
        let script = #"""
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as packed:
                for number in range(70000):
                    packed.writestr(f"c/DESTINATIONS/D_{number % 700}/ID_B2B_97#{number}",
                        "{CCON}\nN:PMI:97:%d:A name:COM:S:555::20250910:20261008\n{/CCON}\n" % number)
            """#
        let tree = try Tree()
        let archive = tree.directory.path("many.zip")
        _ = try await Python.run(script, arguments: [archive])
        let finding = try await run("streamed", tree, archive: archive)
        #expect(finding.doneCount == 70_000)
        #expect(finding.failedCount == 0)
        #expect(try finding.rows("Contract", "count(DISTINCT contract)") == ["70000"])
    }

    @Test("An entry larger than the buffer for whole ones is read in pieces", arguments: [0, 8])
    func largeEntry(method: UInt16) async throws {
        let tree = try Tree()
        let rooms = (1...30_000).map { "R\($0):ST:2:2:2:::::\n" }.joined()
        let text = header() + "{CNHA}\n\(rooms){/CNHA}\n"
        #expect(text.utf8.count > EntryReader.wholeByteCountMax)
        try tree.contract(text)
        let entry = ArchiveBuilder.Entry("DESTINATIONS/D_PMI/a", text).with { $0.method = method }
        let archive = try ArchiveBuilder([entry]).write(beside: tree)
        let expected = try await run("streamed", tree)
        for strategy in strategies {
            let finding = try await run(strategy, tree, archive: archive)
            #expect(finding.outcome == expected.outcome, "\(strategy)")
        }
    }
}
