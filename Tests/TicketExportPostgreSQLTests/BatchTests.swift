import MemoryBudget
import PipelineKit
import Synchronization
import TestSupport
import Testing
import TicketExport

@testable import TicketExportPostgreSQL

/// The strategies that request batches ahead.
private let kinds = ["server-cursor", "keyset"]

@Suite("Batches requested ahead", .needsServer, .cluster, .serialized)
struct BatchTests {
    /// Receives batches and records the number of rows requested for each.
    private func forEachBatch(
        _ kind: String, of selection: TicketSelection, on connection: Connection, rowCount: Int,
        body: (borrowing Rows) throws -> Bool
    ) throws -> [Int] {
        let log = RequestLog()
        if kind == "keyset" {
            try connection.prepare(selection.select(.batch(fromID: .min, count: rowCount)))
            let requests = KeysetBatches(selection, database: connection.name)
            try connection.forEachBatch(
                of: selection, rowCount: rowCount,
                requests: LoggedRequests(base: requests, log: log), body: body)
        } else {
            let query = selection.select(.whole).literalSQL
            try connection.perform("DECLARE c NO SCROLL CURSOR FOR \(query)")
            try connection.forEachBatch(
                of: selection, rowCount: rowCount,
                requests: LoggedRequests(base: CursorBatches(cursor: "c"), log: log), body: body)
        }
        return log.rowCounts
    }

    @Test(
        "Nothing is requested after a short batch or beyond the limit", arguments: kinds,
        [
            (limit: nil, rowCount: 1000, requested: [1000, 1000, 1000]),
            (nil, 2503, [2503, 2503]), (nil, 2504, [2504]), (1, 1000, [1]), (999, 1000, [999]),
            (1000, 1000, [1000]), (1001, 1000, [1000, 1]), (2000, 1000, [1000, 1000]),
            (2503, 2503, [2503]), (2504, 2503, [2503, 1]),
        ] as [(limit: Int?, rowCount: Int, requested: [Int])])
    func requests(
        _ kind: String, _ example: (limit: Int?, rowCount: Int, requested: [Int])
    ) throws {
        let connection = try Connection(try Database.tickets.input())
        var receivedCount = 0
        let requested = try forEachBatch(
            kind, of: TicketSelection(query: .all, limit: example.limit), on: connection,
            rowCount: example.rowCount
        ) { batch in
            receivedCount += batch.count
            return true
        }
        #expect(requested == example.requested)
        #expect(receivedCount == min(example.limit ?? 2503, 2503))
    }

    @Test("Nothing is requested after the highest possible id")
    func highestID() async throws {
        let input = try await view("highest", ["id": "id + 9223372036854773304"])
        let requested = try forEachBatch(
            "keyset", of: TicketSelection(query: .all), on: try Connection(input), rowCount: 2503
        ) { $0.count == 2503 }
        #expect(requested == [2503])
    }

    @Test("The server works on the next batch while one is written", arguments: kinds)
    func ahead(_ kind: String) throws {
        let connection = try Connection(try Database.tickets.input())
        var isNextUnderWay: [Bool] = []
        _ = try forEachBatch(
            kind, of: TicketSelection(query: .all), on: connection, rowCount: 1000
        ) { _ in
            isNextUnderWay.append(connection.isRequestUnderWay)
            return true
        }
        #expect(isNextUnderWay == [true, true, false])
    }

    @Test(
        "The connection can be used again after stopping early",
        arguments: kinds + ["single-row", "copy"], [true, false])
    func reuse(_ kind: String, byError isError: Bool) throws {
        struct Stop: Error {}
        let connection = try Connection(try Database.large.input())
        let selection = TicketSelection(query: .all)
        var callCount = 0
        func stop() throws -> Bool {
            callCount += 1
            if isError { throw Stop() }
            return false
        }
        do {
            switch kind {
            case "copy":
                try connection.forEachCopiedRow(of: "COPY tickets TO STDOUT") { _ in try stop() }
            case "single-row":
                try connection.forEachRow(of: selection.select(.whole)) { _ in try stop() }
            default:
                // More than a socket holds, so that the server can't have sent everything.
                _ = try forEachBatch(kind, of: selection, on: connection, rowCount: 20_000) { _ in
                    try stop()
                }
            }
            #expect(!isError)
        } catch is Stop {
            #expect(isError)
        }
        #expect(callCount == 1)
        #expect(connection.isRequestUnderWay)

        let rows = try connection.rows(of: .statement("SELECT count(*) FROM tickets"))
        #expect(try rows.integer(0, column: 0) == Database.large.rowCount)
        #expect(!connection.isRequestUnderWay)
        #expect(try connection.digest(of: selection).count == Database.large.rowCount)
    }

    @Test(
        "A query that fails in its second batch is reported, and no later row is written",
        arguments: strategyNames,
        [
            (
                price: "price_cents / (CASE WHEN id = 150 THEN 0 ELSE 1 END)",
                words: "division by zero"
            ),
            (
                // Slow, but not volatile: the view is still read row by row.
                price: "(price_cents + (SELECT 0 * count(*)::int FROM"
                    + " generate_series(1, CASE WHEN id = 150 THEN 2000000000 ELSE 1 END)))",
                words: "canceling statement due to statement timeout"
            ),
        ])
    func failure(_ name: String, _ example: (price: String, words: String)) async throws {
        let input = try await view(
            example.words.contains("zero") ? "zero" : "slow", ["price_cents": example.price],
            options: "-c statement_timeout=1s")
        let export = try Export(input, ["batch": "100"])
        let writtenCount = Mutex(0)
        let failing = try strategy(
            name,
            demand: { rowCount in
                writtenCount.withLock { $0 = rowCount }
                return true
            })
        let error = await #expect(throws: WorkerError.self) { try await export.run(failing) }
        #expect(error?.code == .io)
        #expect(
            "\(try #require(error))"
                == "cannot read database 'tickets' of PostgreSQL: ERROR:  \(example.words)")
        let count = writtenCount.withLock { $0 }
        #expect(count < 150)
        if kinds.contains(name) { #expect(count == 100) }
        #expect(try export.files == [])
    }

    @Test("Ids that don't rise are an error, not endlessly repeated rows")
    func fallingIDs() async throws {
        // As text, 10 comes before 2.
        let input = try await view("falling", ["id": "id::text COLLATE \"C\""])
        let export = try Export(input, ["batch": "100"])
        let error = await #expect(throws: WorkerError.self) {
            try await export.run(try strategy("keyset"))
        }
        #expect(error?.code == .badSetting)
        #expect(
            error?.message.hasPrefix(
                "database 'tickets' is damaged: in the order of ids, ticket ") == true)
        #expect(try export.files == [])
    }

    /// Returns an input whose table is a view of `tickets` with other values in some columns.
    private func view(
        _ schema: String, _ values: [String: String], options: String = ""
    ) async throws -> String {
        let input = try Database.tickets.input()
        let columns = Ticket.Column.allCases.map { column in
            values[column.rawValue].map { "\($0) AS \(column.rawValue)" } ?? column.rawValue
        }
        _ = try await psql(
            """
            CREATE SCHEMA IF NOT EXISTS \(schema);
            CREATE OR REPLACE VIEW \(schema).tickets AS
            SELECT \(columns.joined(separator: ", ")) FROM public.tickets
            """, input)
        return input + " options='-c search_path=\(schema) \(options)'"
    }
}

/// Requests that are recorded.
private struct LoggedRequests<Base: BatchRequests>: BatchRequests {
    var base: Base
    let log: RequestLog

    func next(rowCount: Int) -> Request? {
        let request = base.next(rowCount: rowCount)
        if request != nil { log.rowCounts.append(rowCount) }
        return request
    }

    mutating func advance(past batch: borrowing Rows) throws(WorkerError) {
        try base.advance(past: batch)
    }
}

/// The number of rows that each request asked for.
private final class RequestLog {
    var rowCounts: [Int] = []
}
