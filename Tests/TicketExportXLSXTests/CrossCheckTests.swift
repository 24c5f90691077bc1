import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import TicketExportSQLite
import Testing

@testable import TicketExportXLSX

/// Every strategy and format must give the content that Python reads from the same dataset.
@Suite("All exports of one database carry the same content")
struct CrossCheckTests {
    /// Compares delimited files, read by Python's csv, with a query's rows as text.
    private static let program = """
        import csv, itertools, json, sqlite3, sys
        database, *arguments = sys.argv[1:]
        connection = sqlite3.connect(database)
        def read(file, format):
            if format == "txt": return ([line.removesuffix("\\n")] for line in file)
            return csv.reader(file, delimiter="," if format == "csv" else "\\t", strict=True)
        def differences(path, format, query):
            cursor = connection.execute(query)
            names = [column[0] for column in cursor.description]
            expected = (["" if v is None else str(v) for v in row] for row in cursor)
            if format != "txt": expected = itertools.chain([names], expected)
            with open(path, encoding="utf-8", newline="") as file:
                pairs = itertools.zip_longest(read(file, format), expected)
                return [f"{format} of {query}, row {number}: {row} is not {other}"
                    for number, (row, other) in enumerate(pairs, 1) if row != other]
        found = map(differences, arguments[::3], arguments[1::3], arguments[2::3])
        print(json.dumps([*itertools.chain(*found)][:5]))
        """

    private func delimited(
        _ tickets: Tickets, _ strategy: String, _ format: String, _ settings: [String]
    ) async throws -> String {
        let output = tickets.directory.path("\(UUID().uuidString).\(format)")
        _ = try await Worker([TicketExportSQLite()]).perform(
            [
                "run", "--pipeline=ticket-export", "--strategy=\(strategy)",
                "--dataset-kind=tickets", "--input=\(tickets.database)", "--output=\(output)",
                "--set", "format=\(format)",
            ] + settings.flatMap { ["--set", $0] }, progress: .unwatched())
        return output
    }

    @Test(
        "CSV, TSV and text read back by Python are the database's rows",
        arguments: TicketExportSQLite().strategies.map(\.name))
    func delimited(strategy: String) async throws {
        let tickets = try Tickets(count: 2500)
        var arguments = [tickets.database]
        for selection in ExportTests.selections {
            for format in formats(of: selection.settings) {
                let path = try await delimited(tickets, strategy, format, selection.settings)
                arguments += [path, format, selection.sql]
            }
        }
        let answer = try await Python.run(Self.program, arguments: arguments)
        #expect(try JSONDecoder().decode([String].self, from: Data(answer.utf8)) == [])
    }

    /// Verification only; ``ExportTests`` compares the workbooks with openpyxl.
    @Test("Every format and strategy verifies as the same rows", arguments: ExportTests.selections)
    func digests(selection: (settings: [String], sql: String)) async throws {
        let tickets = try Tickets(count: 1200)
        var digests: Set<String> = []
        for strategy in Tickets.strategies {
            let export = try await tickets.export(strategy, selection.settings, to: strategy)
            digests.insert(try tickets.verify(export).digest)
        }
        let pipeline = TicketExportSQLite()
        for strategy in pipeline.strategies.map(\.name) {
            for format in formats(of: selection.settings) {
                let settings = try Self.settings(selection.settings + ["format=\(format)"])
                let path = try await delimited(tickets, strategy, format, selection.settings)
                let outcome = try pipeline.verify(
                    Artefact(
                        input: tickets.database, output: path, datasetKind: "tickets",
                        settings: settings))
                digests.insert(outcome.digest)
            }
        }
        #expect(digests.count == 1)
    }

    private func formats(of settings: [String]) -> [String] {
        settings.contains("query=barcodes") ? ["csv", "tsv", "txt"] : ["csv", "tsv"]
    }

    private static func settings(_ assignments: [String]) throws -> Settings {
        try Settings(Tickets.pairs(assignments), for: TicketExportSQLite().parameters)
    }
}
