import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing
import TicketExport

@testable import TicketExportPostgreSQL

@Suite("Content of PostgreSQL exports", .needsServer, .cluster)
struct ContentTests {
    private static let columns = "id,number,barcode,event,holder,seat,price_cents,status,sold_at"

    /// Returns the query's SQL, written by hand.
    private static func sql(_ query: String, status: String) -> String {
        switch query {
        case "numbers":
            "SELECT number, barcode FROM tickets WHERE barcode IS NOT NULL ORDER BY id"
        case "barcodes": "SELECT barcode FROM tickets WHERE barcode IS NOT NULL ORDER BY id"
        case "filtered":
            "SELECT \(columns) FROM tickets WHERE status = '\(status)' ORDER BY id"
        default: "SELECT \(columns) FROM tickets ORDER BY id"
        }
    }

    @Test(
        "Every strategy writes the same bytes as psql's own copy",
        arguments: ["numbers", "barcodes", "filtered", "all"], ["csv", "tsv"])
    func bytes(_ query: String, _ format: String) async throws {
        let input = try Database.tickets.input()
        let delimiter = format == "csv" ? "," : "\t"
        let expected = try await psql(
            "\\copy (\(Self.sql(query, status: "used"))) to stdout"
                + " with (format csv, header, delimiter '\(delimiter)')", input)
        #expect(expected.count > 10_000)
        for strategy in strategies() {
            let export = try Export(
                input, ["query": query, "format": format, "status": "used", "batch": "97"])
            try await export.run(strategy)
            #expect(try export.text == expected, "\(strategy.name)")
            #expect(export.context.progress.unitsDone == (try export.verify().rows))
        }
    }

    @Test("Every strategy writes a text file of barcodes, one per line", arguments: strategyNames)
    func text(_ name: String) async throws {
        let input = try Database.tickets.input()
        let expected = try await psql(Self.sql("barcodes", status: ""), input)
        let export = try Export(input, ["query": "barcodes", "format": "txt"])
        try await export.run(try strategy(name))
        #expect(try export.text == expected)
    }

    @Test(
        "A text file keeps commas and quotes unchanged, and rejects a line end",
        arguments: strategyNames)
    func oddText(_ name: String) async throws {
        let settings = ["query": "barcodes", "format": "txt", "limit": "2"]
        let whole = try Export(try Database.odd.input(), settings)
        try await whole.run(try strategy(name))
        #expect(try whole.text == "a,b\nc\"d\n")

        let broken = try Export(
            try Database.odd.input(), settings.merging(["limit": "3"]) { $1 })
        let error = await #expect(throws: WorkerError.self) {
            try await broken.run(try strategy(name))
        }
        #expect(error?.code == .badSetting)
        #expect(error?.message.hasPrefix("row 3 has a line end") == true)
        #expect(try broken.files == [])
    }

    @Test("Python's csv reads the database's content", arguments: strategyNames)
    func python(_ name: String) async throws {
        let input = try Database.tickets.input()
        let export = try Export(input, ["query": "all"])
        try await export.run(try strategy(name))
        let rows = try await psql(
            "SELECT json_agg(t) FROM (SELECT * FROM tickets ORDER BY id) t", input)
        let script = """
            import csv, json, sys
            held = [["" if v is None else str(v) for v in row.values()]
                    for row in json.load(sys.stdin)]
            with open(sys.argv[1], newline="", encoding="utf-8") as file:
                read = list(csv.reader(file))
            print(read[0] == sys.argv[2].split(","), read[1:] == held, len(held))
            """
        let answer = try await Python.run(
            script, input: rows, arguments: [export.context.output, Self.columns])
        #expect(answer == "True True 2503\n")
    }

    @Test("A limit is exact for any batch size", arguments: strategyNames)
    func limits(_ name: String) async throws {
        let input = try Database.tickets.input()
        let whole = try Export(input)
        try await whole.run(try strategy("copy"))
        for (limit, batch) in [
            (0, 1000), (0, 2503), (1, 1000), (7, 7), (999, 1000), (1000, 1000), (1001, 1000),
            (1001, 13), (2000, 1000), (2502, 834), (2503, 2503), (2504, 1000), (2504, 2504),
        ] {
            let export = try Export(input, ["limit": "\(limit)", "batch": "\(batch)"])
            try await export.run(try strategy(name))
            let found = try export.verify()
            let count = limit == 0 ? 2503 : min(limit, 2503)
            #expect(found.rows == count, "\(limit) in batches of \(batch)")
            // The digest of a whole export is known only to a manifest.
            if let expected = found.expected {
                #expect(found.disagreement(with: expected, rowsFailed: 0) == nil)
            } else {
                #expect(limit == 0)
            }
            let text = try export.text
            #expect(count == 2503 ? text == (try whole.text) : try whole.text.hasPrefix(text))
        }
    }

    @Test("An empty result creates no file, and is correct", arguments: strategyNames)
    func empty(_ name: String) async throws {
        for (database, settings) in [
            (Database.empty, ["query": "all"]), (.empty, ["query": "numbers"]),
            (.tickets, ["query": "filtered", "status": "cancelled"]),
        ] {
            let export = try Export(try database.input(), settings)
            try await export.run(try strategy(name))
            #expect(try export.files == [])
            #expect(try export.verify().rows == 0)
        }
    }

    @Test("An export that stops early has the rows up to there", arguments: strategyNames)
    func earlyStop(_ name: String) async throws {
        let export = try Export(try Database.tickets.input(), ["batch": "100"])
        try await export.run(try strategy(name, demand: { $0 < 150 }))
        #expect(try export.verify().rows == 150)
    }

    @Test("A missing row and a changed one are noticed")
    func wrong() async throws {
        let export = try Export(try Database.tickets.input(), ["limit": "100"])
        try await export.run(try strategy("copy"))
        let right = try #require(try export.verify().expected)
        let lines = try export.text
        try export.folder.write(
            lines.split(separator: "\n").dropLast().map { $0 + "\n" }.joined(), to: "output")
        #expect(try export.verify().disagreement(with: right, rowsFailed: 0) != nil)
        try export.folder.write(
            lines.replacing("Anna", with: "Anne", maxReplacements: 1), to: "output")
        #expect(
            try export.verify().disagreement(with: right, rowsFailed: 0)?.kind == .verification)
        #expect(try export.verify().rows == right.rows)
    }
}
