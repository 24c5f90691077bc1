import Datasets
import Foundation
import GRDB
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportXLSX

/// A database of tickets and its exports, for the duration of a test.
final class Tickets {
    static let strategies = TicketExportXLSX().strategies.map(\.name)

    let directory: TemporaryDirectory
    let database: String
    /// The generator's manifest; `nil` for rows of the test's own.
    let manifest: DatasetManifest?

    /// Creates generated tickets.
    init(count: Int) throws {
        directory = try TemporaryDirectory()
        let dataset = try Dataset.generate(
            Scenario.DatasetRequest(kind: "tickets", seed: 7), size: .units(Scale(units: count)),
            into: directory.path("data"))
        database = dataset.path
        manifest = dataset.manifest
    }

    /// Creates a ticket for each of these holders, given as SQL: `'Ann'` or `CAST(x'FF' AS TEXT)`.
    init(holders: [String]) throws {
        directory = try TemporaryDirectory()
        database = directory.path("tickets.sqlite")
        manifest = nil
        let queue = try DatabaseQueue(path: database)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE tickets (
                        id INTEGER PRIMARY KEY, number TEXT NOT NULL, barcode TEXT,
                        event TEXT NOT NULL, holder TEXT NOT NULL, seat TEXT,
                        price_cents INTEGER NOT NULL, status TEXT NOT NULL, sold_at TEXT NOT NULL)
                    """)
            for holder in holders {
                try database.execute(
                    sql: """
                        INSERT INTO tickets (number, barcode, event, holder, price_cents, status, sold_at)
                        VALUES ('0000000001', '00000042', 'Concert', \(holder), 1250, 'valid',
                            '2026-03-09T18:04:11Z')
                        """)
            }
        }
        try queue.close()
    }

    /// Runs SQL on the database.
    func change(_ statements: [String]) async throws {
        let queue = try DatabaseQueue(path: database)
        try await queue.write { database in
            for statement in statements { try database.execute(sql: statement) }
        }
        try queue.close()
    }

    /// The result of one export.
    struct Export {
        let path: String
        let settings: [String]
        let doneCount: Int
        let failedCount: Int
    }

    /// Exports in this process, like the worker.
    func export(
        _ strategy: String, _ settings: [String] = [], to name: String = "out/tickets.xlsx"
    ) async throws -> Export {
        let path = directory.path(name)
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
            withIntermediateDirectories: true)
        let progress = TrialProgress.unwatched()
        _ = try await Worker([TicketExportXLSX()]).perform(
            [
                "run", "--pipeline=ticket-export-xlsx", "--strategy=\(strategy)",
                "--dataset-kind=tickets", "--input=\(database)", "--output=\(path)",
            ] + settings.flatMap { ["--set", $0] }, progress: progress)
        return Export(
            path: path, settings: settings, doneCount: progress.unitsDone,
            failedCount: progress.unitsRejected)
    }

    func verify(_ export: Export) throws -> VerifiedOutcome {
        try TicketExportXLSX().verify(
            Artefact(
                input: database, output: export.path, datasetKind: "tickets",
                settings: try settings(export.settings)))
    }

    func settings(_ assignments: [String]) throws -> Settings {
        try Settings(Self.pairs(assignments), for: TicketExportXLSX().parameters)
    }

    /// Returns the names and values of settings such as `limit=10`.
    static func pairs(_ assignments: [String]) -> [(name: String, value: String)] {
        assignments.map { assignment in
            let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
            return (parts[0], parts[1])
        }
    }

    /// Returns a context for a strategy that is called without the worker.
    func context(_ name: String, _ settings: [String] = []) throws -> TrialContext {
        TrialContext(
            input: database, output: directory.path(name), datasetKind: "tickets",
            settings: try self.settings(settings), progress: .unwatched())
    }
}

/// Exports with a strategy and small sheets.
func export(_ strategy: String, _ context: TrialContext, sheetRowCountMax: Int) throws {
    let strategies = TicketExportXLSX().strategies.compactMap { $0 as? any WorkbookStrategy }
    let chosen = try #require(strategies.first { $0.name == strategy })
    try chosen.export(context, sheetRowCountMax: sheetRowCountMax)
}

/// Returns the reasons for rejected rows, by position.
func rejected(beside output: String) throws -> [Int: String] {
    guard let data = FileManager.default.contents(atPath: output + ".rejected.jsonl") else {
        return [:]
    }
    struct Rejection: Decodable {
        var line: Int
        var reason: String
    }
    let lines = data.split(separator: UInt8(ascii: "\n"))
    let rejections = try lines.map { try JSONDecoder().decode(Rejection.self, from: Data($0)) }
    return Dictionary(uniqueKeysWithValues: rejections.map { ($0.line, $0.reason) })
}

/// A comparison of a workbook, read by openpyxl, with the database, read by Python's sqlite3.
struct Comparison: Decodable {
    /// The number of rows in each sheet, including the header.
    var sheets: [Int]
    /// The first few differences, in words.
    var differences: [String]

    private static let program = """
        import json, openpyxl, sqlite3, sys
        database, *arguments = sys.argv[1:]
        connection = sqlite3.connect(database)
        def compare(path, query):
            cursor = connection.execute(query)
            names = tuple(column[0] for column in cursor.description)
            sheets, differences = [], []
            for sheet in openpyxl.load_workbook(path, read_only=True).worksheets:
                rows = sheet.iter_rows(values_only=True)
                if next(rows) != names: differences.append(f"{sheet.title}: no header")
                sheets.append(1)
                for row in rows:
                    sheets[-1] += 1
                    row += (None,) * (len(names) - len(row))
                    expected = cursor.fetchone()
                    # 1 == 1.0 and True == 1, but a barcode is no number.
                    if row != expected or [*map(type, row)] != [*map(type, expected)]:
                        differences.append(f"{sheet.title}: {row} is not {expected}")
            left = len(cursor.fetchall())
            if left: differences.append(f"{left} rows are missing")
            return {"sheets": sheets, "differences": differences[:5]}
        print(json.dumps([*map(compare, arguments[::2], arguments[1::2])]))
        """

    /// Compares each workbook with the rows of a query, cell by cell, including types.
    static func of(
        _ workbooks: [(path: String, sql: String)], _ database: String
    ) async throws -> [Self] {
        let output = try await PythonPackages.run(
            program, arguments: [database] + workbooks.flatMap { [$0.path, $0.sql] },
            timeLimit: .seconds(300))
        return try JSONDecoder().decode([Self].self, from: Data(output.utf8))
    }

    /// Compares one workbook.
    static func of(_ workbook: String, _ database: String, _ sql: String) async throws -> Self {
        try #require(try await of([(workbook, sql)], database).first)
    }
}
