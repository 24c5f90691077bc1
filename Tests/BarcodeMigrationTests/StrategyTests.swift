import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import BarcodeMigration

@Suite("Migrating barcodes")
struct StrategyTests {
    static let right = ["fetch-all", "keyset-batches"]

    @Test(
        "Every ticket gets the barcode of the formula, and nothing else changes",
        arguments: right)
    func migrated(strategy: String) async throws {
        let place = try Workplace()
        #expect(try await place.migrate(strategy) == 2_500)
        #expect(try place.disagreement() == nil)
        #expect(try place.copies() == ["migrated.sqlite"])
        let answer = try await Python.run(
            """
            import sqlite3, sys
            before, after = (sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute(
                "SELECT * FROM tickets ORDER BY id").fetchall() for path in sys.argv[1:])
            wanted = [
                (row[0], row[1], f"{(row[0] * 48271 + 12345678) % 100000000:08}", *row[3:])
                for row in before]
            kept = [row[2] for row in before if row[2] and len(row[2]) == 8]
            print(after == wanted, len({row[2] for row in after}), len(kept) > 100)
            """, arguments: [place.input, place.output])
        #expect(answer == "True 2500 True\n")
    }

    @Test("The input is not touched", arguments: BarcodeMigration().strategies.map(\.name))
    func untouched(strategy: String) async throws {
        let place = try Workplace()
        let before = try Data(contentsOf: URL(filePath: place.input))
        try await place.migrate(strategy)
        #expect(try Data(contentsOf: URL(filePath: place.input)) == before)
        let folder = URL(filePath: place.input).deletingLastPathComponent().path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.sorted() == ["manifest.json", "tickets.sqlite"])
    }

    @Test("Any batch size gives the same result", arguments: [1, 7, 2_499, 2_500, 2_501, 100_000])
    func batches(batch: Int) async throws {
        let place = try Workplace()
        #expect(try await place.migrate("keyset-batches", batch: batch) == 2_500)
        #expect(try place.disagreement() == nil)
    }

    @Test("Pages by offset skip tickets, and the verification counts them")
    func offset() async throws {
        let place = try Workplace()
        let count = try await place.migrate("offset-batches", batch: 100)
        let missing = try await place.sql(
            "SELECT count(*) FROM tickets WHERE barcode IS NULL OR length(barcode) <> 8",
            on: place.output)
        let missingCount = try #require(Int(missing.dropLast()))
        #expect(missingCount > 1_000 && count < 1_500)
        let proof = try #require(try place.disagreement())
        guard case .wrongContent(let rows, _, _, let remark) = proof else {
            Issue.record("\(proof)")
            return
        }
        #expect(rows == 2_500)
        #expect(remark == "\(grouped(missingCount)) tickets have no 8-digit barcode")
    }

    @Test("An empty table is migrated", arguments: BarcodeMigration().strategies.map(\.name))
    func empty(strategy: String) async throws {
        let place = try Workplace(tickets: 0)
        #expect(try await place.migrate(strategy) == 0)
        #expect(try place.disagreement() == nil)
    }

    @Test("Missing and wrong content of an artefact is reported")
    func tampering() async throws {
        let place = try Workplace()
        try await place.migrate("keyset-batches")
        let changes = [
            ("DELETE FROM tickets WHERE id = 77", rows: 2_499, ""),
            ("UPDATE tickets SET holder = 'X' WHERE id = 78", rows: 2_500, ""),
            ("UPDATE tickets SET barcode = NULL WHERE id = 79", 2_500, "1 tickets have no 8-digit"),
            (
                "UPDATE tickets SET barcode = (SELECT barcode FROM tickets WHERE id = 80)"
                    + " WHERE id = 81", 2_500, "1 tickets have the same barcode as another one"
            ),
        ]
        let whole = try Data(contentsOf: URL(filePath: place.output))
        for (change, rows, words) in changes {
            try whole.write(to: URL(filePath: place.output))
            _ = try await place.sql(
                change + "; PRAGMA wal_checkpoint(TRUNCATE)", on: place.output)
            switch try place.disagreement() {
            case .wrongRowCount(rows, expectedRows: 2_500, _)?: #expect(rows != 2_500)
            case .wrongContent(rows, _, _, let remark)?:
                #expect((remark ?? "").hasPrefix(words), "\(remark ?? "")")
                #expect(rows == 2_500 && (remark == nil) == words.isEmpty)
            case let other: Issue.record("\(change): \(String(describing: other))")
            }
        }
    }

    @Test("Another type, another column, and NULL instead of empty text are detected")
    func storedTypes() async throws {
        let place = try Workplace()
        try await place.migrate("keyset-batches")
        let whole = try Data(contentsOf: URL(filePath: place.output))
        let changes = [
            "UPDATE tickets SET barcode = CAST(barcode AS BLOB) WHERE id = 3",
            "UPDATE tickets SET seat = '' WHERE id = (SELECT min(id) FROM tickets WHERE seat IS NULL)",
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, number, barcode, event, holder, seat,
                price_cents, status, sold_at);
            INSERT INTO t SELECT id, number, barcode, event, holder, seat,
                CAST(price_cents AS TEXT), status, sold_at FROM tickets;
            DROP TABLE tickets; ALTER TABLE t RENAME TO tickets
            """, "ALTER TABLE tickets ADD COLUMN zz", "CREATE TABLE q (a)",
            "CREATE INDEX found ON tickets (holder)",
        ]
        for change in changes {
            try whole.write(to: URL(filePath: place.output))
            _ = try await place.sql(change + "; PRAGMA wal_checkpoint(TRUNCATE)", on: place.output)
            do {
                let proof = try place.disagreement()
                #expect(proof != nil, "\(change)")
            } catch let error as WorkerError {
                #expect(error.code == .io && error.message.contains("have its input's layout"))
            }
        }
    }

    @Test("Negative ids and ids at the ends of their range get barcodes", arguments: right)
    func oddIDs(strategy: String) async throws {
        let place = try Workplace(tickets: 10)
        _ = try await place.sql(
            """
            UPDATE tickets SET barcode = NULL;
            UPDATE tickets SET id = -9223372036854775807 WHERE id = 1;
            UPDATE tickets SET id = -3 WHERE id = 2;
            UPDATE tickets SET id = 9223372036854775807 WHERE id = 3
            """, on: place.input)
        try await place.migrate(strategy)
        let barcodes = try await place.sql(
            "SELECT barcode FROM tickets WHERE id NOT BETWEEN 4 AND 10 ORDER BY id",
            on: place.output)
        let wanted: [Int64] = [-9_223_372_036_854_775_807, -3, .max]
        #expect(barcodes == wanted.map { Barcode(ticketID: $0).text + "\n" }.joined())
        #expect(wanted.allSatisfy { Barcode(ticketID: $0).text.utf8.count == 8 })
    }

    @Test("A broken or foreign artefact is an error, not a result")
    func broken() async throws {
        let place = try Workplace()
        try await place.migrate("keyset-batches")
        let whole = try Data(contentsOf: URL(filePath: place.output))
        for wreck in [whole.prefix(whole.count / 2), Data("text".utf8), Data()] {
            try wreck.write(to: URL(filePath: place.output))
            let error = #expect(throws: WorkerError.self) { try place.disagreement() }
            #expect(error?.code == .io)
        }
    }
}
