import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportXLSX

@Suite("Cell content")
struct CellTests {
    private static let query = "SELECT * FROM tickets ORDER BY id"

    @Test(
        "Texts that look like something else are unchanged",
        .enabled(if: PythonPackages.areWanted), arguments: Tickets.strategies)
    func texts(strategy: String) async throws {
        let holders = [
            "007", "1e5", "=1+1", "+49", "TRUE", "2026-01-01", " blanks ", "line\nfeed", "\n",
            "tab\tin", "<a href=\"x\">&amp;</a>", "]]>", "Zoë", "李雷", "😀", "_x", "_x00", "__x",
            "a_b", "{\"a\": [1]}", "http://example.org/",
        ]
        let tickets = try Tickets(holders: holders.map { "'\($0)'" })
        let export = try await tickets.export(strategy)
        #expect(export.doneCount == holders.count)
        let comparison = try await Comparison.of(export.path, tickets.database, Self.query)
        #expect(comparison.differences == [])
    }

    @Test("Characters that XML can't hold, and texts like their escapes, are read back unchanged")
    func escapes() async throws {
        let holders = [
            "_x0041_", "__x000A__x000a_", "a\u{1}b\rc", "\u{1F}", "_x0041", "_x005F_x0041_",
        ]
        let tickets = try Tickets(holders: holders.map { "'\($0)'" })
        for strategy in Tickets.strategies {
            let export = try await tickets.export(strategy, ["limit=6"], to: "\(strategy).xlsx")
            let outcome = try tickets.verify(export)
            #expect(outcome.digest == outcome.expected?.digest, "\(strategy)")
        }
    }

    @Test(
        "A text that is too long or broken is rejected with its row", arguments: Tickets.strategies
    )
    func rejections(strategy: String) async throws {
        let tickets = try Tickets(holders: [
            "'first'", "printf('%.32768c', 'x')", "printf('%.32767c', 'x')",
            "replace(printf('%.32767c', 'x'), 'x', 'é')", "printf('%.16384c', 'x') || '😀'",
            "replace(printf('%.16384c', 'x'), 'x', '😀')", "CAST(x'41FF42' AS TEXT)",
            "'nul' || char(0) || 'in'", "char(65534)", "'last'",
        ])
        let export = try await tickets.export(strategy)
        #expect(export.doneCount == 5)
        #expect(export.failedCount == 5)
        #expect(
            try rejected(beside: export.path) == [
                2: "holder: a text of 32768 characters; the maximum is 32767",
                6: "holder: a text of 32768 characters; the maximum is 32767",
                7: "holder: not valid UTF-8", 8: "holder: a character that a workbook can't hold",
                9: "holder: a character that a workbook can't hold",
            ])
        #expect(try tickets.verify(export).rows == 5)
    }

    @Test(
        "Texts of a cell's maximum length come back whole", .enabled(if: PythonPackages.areWanted),
        arguments: Tickets.strategies)
    func longest(strategy: String) async throws {
        let tickets = try Tickets(holders: [
            "printf('%.32767c', '&')", "replace(printf('%.32767c', 'x'), 'x', '李')",
            "replace(printf('%.16383c', 'x'), 'x', '😀')",
        ])
        let export = try await tickets.export(strategy)
        let comparison = try await Comparison.of(export.path, tickets.database, Self.query)
        #expect(comparison.differences == [])
    }

    @Test(
        "A row whose only value is empty is a row, also at the end", arguments: Tickets.strategies)
    func emptyRows(strategy: String) async throws {
        let tickets = try Tickets(holders: Array(repeating: "'a'", count: 5))
        try await tickets.change(["UPDATE tickets SET barcode = '' WHERE id IN (1, 3, 4, 5)"])
        let export = try await tickets.export(strategy, ["query=barcodes", "limit=9"])
        let outcome = try tickets.verify(export)
        #expect(outcome.rows == 5)
        #expect(outcome.digest == outcome.expected?.digest)
        guard PythonPackages.areWanted else { return }
        let answer = try await PythonPackages.run(
            """
            import openpyxl, sys
            for fast in (True, False):
                sheet = openpyxl.load_workbook(sys.argv[1], read_only=fast).active
                print([row[0] or "" for row in sheet.iter_rows(values_only=True)])
            """, arguments: [export.path])
        let rows = "['barcode', '', '00000042', '', '', '']\n"
        #expect(answer == rows + rows)
    }

    @Test("A number that a cell can't hold exactly is rejected", arguments: Tickets.strategies)
    func numbers(strategy: String) async throws {
        let tickets = try Tickets(holders: ["'a'", "'b'", "'c'", "'d'", "'e'"])
        try await tickets.change([
            "UPDATE tickets SET price_cents = 9007199254740992 WHERE id = 1",
            "UPDATE tickets SET price_cents = -9007199254740993 WHERE id = 2",
            "UPDATE tickets SET price_cents = 'much' WHERE id = 3",
            "UPDATE tickets SET price_cents = 0.5 WHERE id = 4",
        ])
        let export = try await tickets.export(strategy, ["limit=5"])
        let reason = "price_cents: not a whole number, or one that a cell can't hold exactly"
        #expect(try rejected(beside: export.path) == [2: reason, 3: reason, 4: reason])
        try await tickets.change(["DELETE FROM tickets WHERE id IN (2, 3, 4)"])
        let outcome = try tickets.verify(export)
        #expect(outcome.digest == outcome.expected?.digest)
    }

    @Test("A byte that must be rejected or escaped is found at any position of a text")
    func positions() {
        func judge(_ text: [UInt8]) -> CellText { text.withUnsafeBytes { CellText($0) } }
        for length in 0..<40 {
            let plain = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            #expect(judge(plain) == .plain)
            for place in 0..<length {
                var text = plain
                text[place] = 0
                #expect(judge(text) == .rejected(.character))
                text[place] = 0xC3
                #expect(judge(text) == .rejected(.notUTF8))
                text[place] = UInt8(ascii: "_")
                #expect(judge(text) == .plain)
                guard place + 7 <= length else { continue }
                text.replaceSubrange(place..<place + 7, with: "_x00e9_".utf8)
                let escaped = String(decoding: text, as: UTF8.self)
                    .replacing("_x00e9_", with: "_x005F_x00e9_")
                #expect(judge(text) == .escaped(Array(escaped.utf8CString)))
            }
        }
    }
}
