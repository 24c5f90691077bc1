import Datasets
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportXLSX

@Suite("Changed workbooks")
struct ArtefactTests {
    /// Rewrites archives by an expression of `name` and `data`, a part's name and bytes, whose
    /// value is the new bytes, or None to remove the part.
    private static let rewriting = """
        import sys, zipfile
        change = eval("lambda name, data: " + sys.argv[1])
        for path in sys.argv[2:]:
            with zipfile.ZipFile(path) as old:
                parts = {name: old.read(name) for name in old.namelist()}
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
                for name, data in parts.items():
                    changed = change(name, data)
                    if changed is not None: new.writestr(name, changed)
        """

    private let tickets: Tickets

    init() throws {
        tickets = try Tickets(count: 500)
    }

    private func workbook(_ strategy: String) throws -> String {
        let context = try tickets.context("\(strategy).xlsx")
        try export(strategy, context, sheetRowCountMax: 200)
        return context.output
    }

    private func verify(_ path: String) throws -> VerifiedOutcome {
        try TicketExportXLSX().verify(
            Artefact(
                input: tickets.database, output: path, datasetKind: "tickets",
                settings: try tickets.settings([])))
    }

    /// Returns the workbooks of all strategies, rewritten.
    private func workbooks(rewrittenBy change: String) async throws -> [String] {
        let paths = try Tickets.strategies.map { try workbook($0) }
        _ = try await Python.run(Self.rewriting, arguments: [change] + paths)
        return paths
    }

    @Test("A rewritten archive is still correct")
    func unchanged() async throws {
        for path in try await workbooks(rewrittenBy: "data") {
            #expect(try verify(path).digest == tickets.manifest?.expected.digest)
        }
    }

    @Test("A flipped byte in a sheet's data is always noticed", arguments: Tickets.strategies)
    func flippedBytes(strategy: String) throws {
        let path = try workbook(strategy)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let right = try verify(path)
        // Sheets are most of the file; elsewhere some bytes have no meaning, such as dates.
        let name = try #require(whole.range(of: Data("xl/worksheets/sheet1.xml".utf8)))
        for offset in stride(from: name.upperBound, to: name.upperBound + 5000, by: 97) {
            var damaged = whole
            damaged[offset] ^= 0x10
            try damaged.write(to: URL(fileURLWithPath: path))
            let outcome = try? verify(path)
            #expect(outcome != right, "at \(offset)")
        }
    }

    @Test("A cut, foreign or empty file is an error", arguments: Tickets.strategies)
    func wrecks(strategy: String) throws {
        let path = try workbook(strategy)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let wrecks = [
            whole.prefix(whole.count / 2), whole.dropLast(30), whole.dropFirst(1000),
            Data("no archive, but text".utf8), Data(),
        ]
        for wreck in wrecks {
            try Data(wreck).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: WorkerError.self) { try verify(path) }
            #expect(error?.code == .io)
        }
    }

    /// Changes of a part, and whether each is detected without a digest.
    private static let changes: [(change: String, isError: Bool)] = [
        ("None if name == 'xl/worksheets/sheet2.xml' else data", true),
        ("data.replace(b'<sheet name=\"Tickets 2\"', b'<other name=\"Tickets 2\"')", false),
        ("data.replace(b'<row r=\"7\"', b'<row r=\"8\"')", true),
        ("data.replace(b'</row>', b'', 1)", true),
        ("data[:len(data) // 2] if 'sheet1.xml' in name else data", true),
        ("data.replace(b'<c r=\"A3\"><v>2</v>', b'<c r=\"A3\"><v>2.5</v>')", false),
        (
            "data.replace(b'<c r=\"A3\"><v>2</v>',"
                + " b'<c r=\"A3\" t=\"inlineStr\"><is><t>2</t></is>')", false
        ),
        ("data.replace(b'>number<', b'>Number<', 1)", true),
        ("data.replace(b'valid<', b'Valid<', 1)", false),
        (
            "data.replace(b'</row><row r=\"9\"', b'<c r=\"J8\"><v>1</v></c></row><row r=\"9\"')",
            false
        ),
    ]

    @Test("Every change of content is an error or changes the digest", arguments: changes)
    func content(_ change: String, isError: Bool) async throws {
        for path in try await workbooks(rewrittenBy: change) {
            if isError {
                let error = #expect(throws: WorkerError.self) { try verify(path) }
                #expect(error?.code == .io, "\(path)")
            } else {
                let digest = try verify(path).digest
                #expect(digest != tickets.manifest?.expected.digest, "\(path)")
            }
        }
    }
}
