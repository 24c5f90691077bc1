import Foundation
import Glibc
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportSQLite

@Suite("Tickets that no generator writes")
struct OddTicketTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func database(_ sql: String) async throws -> String {
        let path = directory.path("tickets.sqlite")
        let answer = try await Command.run(["sqlite3", path, sql])
        try #require(answer.status == 0, "\(answer)")
        return path
    }

    @Test(
        "Every id is exported, from the smallest to the largest",
        arguments: StrategyTests.strategies, [1, 4, 100])
    func ids(strategy: String, batch: Int) async throws {
        let ids = TicketTable.extremeIDs
        let input = try await database(TicketTable.sql(ids: ids))
        let output = directory.path("export.csv")
        let count = try await export(strategy, input, to: output, ["batch": "\(batch)"])
        #expect(count == ids.count)
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        #expect(lines.dropFirst().map { $0.prefix { $0 != "," } } == ids.map { "\($0)" })
    }

    @Test(
        "Rows with empty barcodes are all read back",
        arguments: StrategyTests.strategies)
    func emptyBarcodes(strategy: String) async throws {
        let barcodes = ["''", "'1'", "' '", "''", "NULL", "'\"'"]
        let input = try await database(
            TicketTable.sql(ids: Array(0..<6)) { barcodes[$0] })
        let output = directory.path("export")
        for format in ["csv", "tsv", "txt"] {
            let settings: KeyValuePairs = ["query": "barcodes", "format": format, "limit": "9"]
            try await export(strategy, input, to: output, settings)
            let outcome = try verify(input, output, settings)
            #expect(outcome.rows == 5)
            #expect(outcome.expected?.digest == outcome.digest)
        }
        try await export(strategy, input, to: output, ["query": "barcodes"])
        let answer = try await Python.run(
            """
            import csv, sqlite3, sys
            print([row[0] for row in csv.reader(open(sys.argv[1], newline=""))])
            """, arguments: [output])
        #expect(answer == "['barcode', '', '1', ' ', '', '\"']\n")
        // The sqlite3 program reads one column and every row.
        let imported = try await Command.run([
            "sqlite3", ":memory:", ".import --csv '\(output)' t", "SELECT count(*) FROM t",
        ])
        #expect(imported.standardOutput == "5\n")
    }

    @Test("Each strategy cuts a text at a NUL or keeps it whole, as its description says")
    func nul() async throws {
        let input = try await database(
            TicketTable.sql(ids: [1]) { _ in "CAST(x'61006200' AS TEXT)" })
        for strategy in TicketExportSQLite().strategies {
            let output = directory.path(strategy.name)
            try await export(strategy.name, input, to: output, ["query": "barcodes"])
            let isCut = try bytes(output) == Data("barcode\na\n".utf8)
            let isWhole = try bytes(output) == Data("barcode\na\0b\0\n".utf8)
            #expect(isCut == strategy.about.contains("cuts text at a NUL") && isCut != isWhole)
        }
    }

    @Test("A pipe is rejected without waiting for it", arguments: StrategyTests.strategies)
    func pipe(strategy: String) async throws {
        let path = directory.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        let error = await #expect(throws: WorkerError.self) {
            try await export(strategy, path, to: directory.path("export.csv"))
        }
        #expect(error?.code == .badSetting)
        #expect(error?.message.contains("is a pipe, not a regular file") == true)
    }
}
