import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportSQLite

@Suite("Exporting tickets of an SQLite database")
struct StrategyTests {
    static let strategies = TicketExportSQLite().strategies.map(\.name)
    static let queries = ["numbers", "barcodes", "filtered", "all"]

    @Test("All strategies write the same bytes", arguments: queries)
    func same(query: String) async throws {
        let place = try Workplace()
        for format in query == "barcodes" ? ["csv", "tsv", "txt"] : ["csv", "tsv"] {
            var first: Data?
            for strategy in Self.strategies {
                let output = try place.output("\(strategy).\(format)")
                let settings: KeyValuePairs = ["query": query, "format": format]
                let count = try await export(strategy, place.input, to: output, settings)
                let found = try bytes(output)
                #expect(found == first ?? found, "\(strategy) \(format)")
                first = found
                let outcome = try verify(place.input, output, settings)
                #expect(outcome.expectation == query)
                let right = try place.expected(query)
                #expect(outcome.disagreement(with: right, rowsFailed: 0) == nil)
                #expect(count == right.rows)
            }
        }
    }

    @Test("Python's csv and sqlite3 find the same tickets, in the order of their ids")
    func python() async throws {
        let place = try Workplace()
        var paths: [String] = []
        for query in Self.queries {
            for format in ["csv", "tsv"] {
                let output = try place.output("\(query).\(format)")
                try await export(
                    "cursor", place.input, to: output, ["query": query, "format": format])
                paths.append(output)
            }
        }
        let answer = try await Python.run(
            """
            import csv, os, sqlite3, sys
            columns = "id number barcode event holder seat price_cents status sold_at".split()
            queries = {
                "numbers": (["number", "barcode"], "WHERE barcode NOT NULL"),
                "barcodes": (["barcode"], "WHERE barcode NOT NULL"),
                "filtered": (columns, "WHERE status = 'valid'"), "all": (columns, "")}
            database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
            for path in sys.argv[2:]:
                query, kind = os.path.basename(path).split(".")
                names, where = queries[query]
                rows = database.execute(f"SELECT {','.join(names)} FROM tickets {where} ORDER BY id")
                wanted = [["" if v is None else str(v) for v in row] for row in rows]
                with open(path, newline="", encoding="utf-8") as file:
                    found = list(csv.reader(file, "excel-tab" if kind == "tsv" else "excel"))
                print(found[0] == names and found[1:] == wanted and len(wanted) > 1000)
            """, arguments: [place.input] + paths)
        #expect(answer == String(repeating: "True\n", count: paths.count))
    }

    @Test("The sqlite3 program writes the same list of barcodes")
    func commandLine() async throws {
        let place = try Workplace()
        let output = try place.output()
        try await export(
            "keyset", place.input, to: output, ["query": "barcodes", "format": "txt"])
        let sql = "SELECT barcode FROM tickets WHERE barcode NOT NULL ORDER BY id"
        let answer = try await Command.run(["sqlite3", place.input, sql])
        #expect(try bytes(output) == Data(answer.standardOutput.utf8))
    }

    @Test("A limit is exact, at the edges of a batch and of the table", arguments: strategies)
    func limits(strategy: String) async throws {
        let place = try Workplace(tickets: 2_000)
        let whole = try place.output("whole")
        try await export(strategy, place.input, to: whole)
        let lines = try bytes(whole)
        for (limit, rows) in [
            (0, 2_000), (1, 1), (999, 999), (1_000, 1_000), (1_001, 1_001),
            (1_999, 1_999), (2_000, 2_000), (2_001, 2_000),
        ] {
            let output = try place.output("\(limit)")
            let settings: KeyValuePairs = ["limit": "\(limit)"]
            let count = try await export(strategy, place.input, to: output, settings)
            #expect(count == rows, "limit \(limit)")
            #expect(lines.starts(with: try bytes(output)))
            let outcome = try verify(place.input, output, settings)
            #expect(outcome.rows == rows)
            #expect(outcome.expectation == (limit == 0 ? "all" : nil))
            if let right = outcome.expected {
                #expect(outcome.disagreement(with: right, rowsFailed: 0) == nil)
            }
        }
    }

    @Test("Batches of any size give the same rows", arguments: ["keyset", "limit-offset"])
    func batches(strategy: String) async throws {
        let place = try Workplace(tickets: 1_000)
        let whole = try place.output("whole")
        try await export("cursor", place.input, to: whole, ["query": "filtered", "status": "used"])
        for batch in [1, 7, 249, 250, 251, 1_000, 100_000] {
            let output = try place.output("\(batch)")
            let settings: KeyValuePairs = [
                "query": "filtered", "status": "used", "batch": "\(batch)",
            ]
            try await export(strategy, place.input, to: output, settings)
            #expect(try bytes(output) == bytes(whole), "batch \(batch)")
            let outcome = try verify(place.input, output, settings)
            let right = try #require(outcome.expected)
            #expect(outcome.disagreement(with: right, rowsFailed: 0) == nil)
        }
    }

    @Test("The export ends when no more rows are wanted", arguments: strategies)
    func early(strategy: String) async throws {
        let place = try Workplace()
        for wanted in [1, 1_000, 1_234] {
            let output = try place.output("\(wanted)")
            let pipeline = TicketExportSQLite { $0 < wanted }
            let count = try await export(strategy, place.input, to: output, pipeline: pipeline)
            #expect(count == wanted)
            #expect(try verify(place.input, output).rows == wanted)
        }
    }

    @Test("An empty table creates no file, which is correct", arguments: strategies)
    func empty(strategy: String) async throws {
        let place = try Workplace(tickets: 0)
        for query in Self.queries {
            let output = try place.output()
            #expect(try await export(strategy, place.input, to: output, ["query": query]) == 0)
            let outcome = try verify(place.input, output, ["query": query])
            let right = try place.expected(query)
            #expect(outcome.disagreement(with: right, rowsFailed: 0) == nil)
        }
        #expect(try place.exported().isEmpty)
    }

    @Test("Reading changes nothing and leaves nothing next to the database", arguments: strategies)
    func untouched(strategy: String) async throws {
        let place = try Workplace()
        let before = try await place.inputState()
        try await export(strategy, place.input, to: place.output())
        #expect(try await place.inputState() == before)
    }

    @Test("An export with missing or extra content is wrong")
    func tampering() async throws {
        let place = try Workplace(tickets: 500)
        let output = try place.output()
        try await export("cursor", place.input, to: output)
        let right = try place.expected("all")
        let lines = try String(contentsOfFile: output, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let changes: [(String, [String])] = [
            ("a lost line", Array(lines[..<100] + lines[101...])),
            ("a doubled line", Array(lines[..<100] + lines[99...])),
            ("a changed field", lines.map { $0.replacing("valid", with: "Valid") }),
        ]
        for (what, changed) in changes {
            try changed.joined(separator: "\n").write(
                toFile: output, atomically: true, encoding: .utf8)
            #expect(
                try verify(place.input, output).disagreement(with: right, rowsFailed: 0) != nil,
                "\(what)")
        }
        try FileManager.default.removeItem(atPath: output)
        #expect(
            try verify(place.input, output).disagreement(with: right, rowsFailed: 0)
                == .wrongRowCount(rows: 0, expectedRows: 500, remark: nil))
    }
}
