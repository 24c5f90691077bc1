import MemoryBudget
import PipelineKit
import Testing

@testable import TicketExport

@Suite("Selecting tickets")
struct TicketSelectTests {
    private let columns = "id, number, barcode, event, holder, seat, price_cents, status, sold_at"

    @Test("Every query is one SELECT in the order of ids")
    func whole() {
        func sql(_ query: TicketQuery) -> String {
            TicketSelection(query: query).select(.whole).sql
        }
        #expect(sql(.all) == "SELECT \(columns) FROM tickets ORDER BY id")
        #expect(
            sql(.numbers)
                == "SELECT number, barcode FROM tickets WHERE barcode IS NOT NULL ORDER BY id")
        #expect(
            sql(.barcodes) == "SELECT barcode FROM tickets WHERE barcode IS NOT NULL ORDER BY id")
        #expect(sql(.filtered) == "SELECT \(columns) FROM tickets WHERE status = $1 ORDER BY id")
    }

    @Test("Status, keyset, limit and offset are parameters, numbered in order")
    func parameters() {
        let selection = TicketSelection(query: .filtered, status: "used", limit: 7)
        let whole = selection.select(.whole)
        #expect(whole.sql.hasSuffix(" WHERE status = $1 ORDER BY id LIMIT $2"))
        #expect(whole.values == [.text("used"), .integer(7)])
        let batch = selection.select(.batch(fromID: 41, count: 3))
        #expect(batch.sql.contains("sold_at, id FROM tickets"))
        #expect(batch.sql.hasSuffix(" WHERE status = $1 AND id >= $2 ORDER BY id LIMIT $3"))
        #expect(batch.values == [.text("used"), .integer(41), .integer(3)])
        let page = selection.select(.page(offset: 20, count: 10))
        #expect(page.sql.hasSuffix(" WHERE status = $1 ORDER BY id LIMIT $2 OFFSET $3"))
        #expect(page.values == [.text("used"), .integer(10), .integer(20)])
        let all = TicketSelection(query: .all).select(.batch(fromID: 1, count: 2))
        #expect(all.sql.hasSuffix(" FROM tickets WHERE id >= $1 ORDER BY id LIMIT $2"))
    }

    @Test("In literals, a text's quotes are doubled, even with an accent")
    func literals() {
        let selection = TicketSelection(query: .filtered, status: "o'clock'\u{301}", limit: 9)
        #expect(
            selection.select(.whole).literalSQL.hasSuffix(
                " WHERE status = 'o''clock''\u{301}' ORDER BY id LIMIT 9"))
    }

    @Test("Settings are read as declared, and a limit of 0 is no limit")
    func settings() throws {
        let settings = try Settings(
            [("query", "filtered"), ("status", "used"), ("limit", "12")],
            for: TicketSelection.parameters)
        #expect(
            TicketSelection(settings)
                == TicketSelection(query: .filtered, status: "used", limit: 12))
        #expect(
            TicketSelection(try Settings(for: TicketSelection.parameters))
                == TicketSelection(query: .all))
    }

    @Test("A text file holds one column, so only one query fits it")
    func formats() throws {
        let parameters = [ExportFormat.parameter]
        let text = try Settings([("format", "txt")], for: parameters)
        #expect(try ExportFormat(text, for: .barcodes) == .txt)
        let error = #expect(throws: WorkerError.self) { try ExportFormat(text, for: .numbers) }
        #expect(error?.code == .badSetting)
        #expect(error?.message.contains("query 'numbers' has 2") == true)
        #expect(try ExportFormat(Settings(for: parameters), for: .all) == .csv)
    }

    @Test("The manifest has an expectation, unless a limit or another status is set")
    func expectations() throws {
        #expect(TicketSelection(query: .numbers).expectation == "numbers")
        #expect(TicketSelection(query: .filtered).expectation == "filtered")
        #expect(TicketSelection(query: .filtered, status: "used").expectation == nil)
        #expect(TicketSelection(query: .numbers, status: "used").expectation == "numbers")
        let limited = TicketSelection(query: .all, limit: 1)
        #expect(limited.expectation == nil)
        var right = RowDigest()
        right.add(RowHash())
        let outcome = limited.outcome(found: RowDigest()) { right }
        #expect(outcome.expected?.rows == 1)
        #expect(outcome.expected?.digest == right.hexadecimal)
        #expect(outcome.rows == 0)
    }
}
