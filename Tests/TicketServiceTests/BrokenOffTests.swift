import Foundation
import TestSupport
import Testing
import TicketService

@Suite("Interrupted exports", .serialized)
struct BrokenOffTests {
    @Test(
        "A client that disconnects ends the query",
        arguments: ["/tickets.csv", "/tickets.csv?batch=9"])
    func gone(path: String) async throws {
        let tickets = try Tickets(count: 60_000)
        try await Service.running(tickets) { service in
            var connection: RawConnection? = try service.request(path, isSlow: true)
            let begun = await connection?.readBytes(atLeast: 100)
            #expect(begun?.isEnded == false)
            #expect(service.server.status.runningCount == 1 && tickets.openCount > 0)
            connection = nil
            #expect(await service.isIdle())
            #expect(service.server.status.endCounts == [.brokenOff: 1])
            #expect((1..<60_000).contains(service.server.status.rowCount))
            #expect(service.server.status.heldByteCount == 0)
            #expect(tickets.openCount == 0)
        }
    }

    @Test("A query that would never find a row ends with its client")
    func rowless() async throws {
        let tickets = try await Tickets(
            sql: """
                CREATE VIEW tickets AS
                    WITH RECURSIVE counted(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM counted)
                    SELECT id, '' AS number, '' AS barcode, '' AS event, '' AS holder, '' AS seat,
                        0 AS price_cents, 'valid' AS status, '' AS sold_at FROM counted WHERE id < 0
                """)
        for path in ["/numbers.csv", "/tickets.xlsx", "/filtered.tsv?batch=10"] {
            try await Service.running(tickets) { service in
                var connection: RawConnection? = try service.request(path, isSlow: true)
                #expect(await eventually { tickets.openCount > 0 })
                withExtendedLifetime(connection) {}
                connection = nil
                #expect(await service.isIdle())
                #expect(service.server.status.endCounts == [.brokenOff: 1])
            }
            #expect(tickets.openCount == 0)
        }
    }

    @Test("Clients that disconnect one after another leave nothing behind")
    func many() async throws {
        let tickets = try Tickets(count: 20_000)
        let leftBefore = try Self.descriptorCount()
        try await Service.running(tickets) { service in
            for number in 0..<60 {
                var connection: RawConnection? = try service.request(
                    ["/tickets.csv", "/tickets.tsv?batch=50", "/tickets.xlsx"][number % 3],
                    isSlow: true)
                // At the very beginning, and somewhere in the middle.
                if number % 2 == 0 { _ = await connection?.readBytes(atLeast: 1 + 3_323 * number) }
                withExtendedLifetime(connection) {}
                connection = nil
                #expect(await service.isIdle())
            }
            let status = service.server.status
            #expect(status.runningCount == 0 && status.heldByteCount == 0)
            #expect(try #require(status.endCounts[.brokenOff]) > 30, "\(status)")
            #expect(status.endCounts[.failed] == nil, "\(status)")
            #expect(tickets.openCount == 0)
            let whole = try await service.answer("/numbers.csv")
            #expect(whole.status == 200 && whole.isWhole)
        }
        let left = try Self.descriptorCount()
        // Event loops first used in the meantime have some descriptors of their own.
        #expect(left - leftBefore < 30, "\(leftBefore) \(left)")
        let beside = try FileManager.default.contentsOfDirectory(
            atPath: tickets.directory.path("data"))
        #expect(beside.sorted() == ["manifest.json", "tickets.sqlite"])
        let temporary = try FileManager.default.contentsOfDirectory(
            atPath: FileManager.default.temporaryDirectory.path)
        #expect(temporary.filter { $0.hasPrefix("membudget-export-") } == [])
    }

    private static func descriptorCount() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    @Test("A row that can't be written, after the first byte, leaves an answer without an end")
    func lateFailure() async throws {
        let tickets = try Tickets(count: 30_000)
        try await tickets.change(
            "UPDATE tickets SET barcode = 'a' || char(10) || 'b' WHERE id = 25000")
        let (text, csv, status) = try await Service.running(tickets) { service in
            let text = try await service.answer("/barcodes.txt")
            return (text, try await service.answer("/barcodes.csv"), service.server.status)
        }
        #expect(text.status == 200 && !text.isWhole && text.body.count > 64 << 10, "\(text)")
        #expect(csv.isWhole)
        #expect(status.endCounts == [.failed: 1, .completed: 1])
        #expect(tickets.openCount == 0)
    }

    @Test("An export that fails before its first byte is refused with a sentence")
    func earlyFailure() async throws {
        let tickets = try Tickets(count: 100)
        try await tickets.change(
            "UPDATE tickets SET barcode = 'a' || char(10) || 'b' WHERE id = 50")
        let answer = try await Service.running(tickets) { try await $0.answer("/barcodes.txt") }
        #expect(answer.status == 500 && answer.isWhole, "\(answer)")
        #expect(answer.text.contains("has a line end in a field, which format 'txt' can't hold"))
    }

    @Test("A damaged database leaves an answer without an end, too")
    func damaged() async throws {
        let tickets = try Tickets(count: 30_000)
        let file = URL(filePath: tickets.database)
        var bytes = try Data(contentsOf: file)
        // The last pages are leaves of the table.
        let start = bytes.count * 9 / 10
        bytes.replaceSubrange(start..<start + 40_000, with: Data(repeating: 0xA5, count: 40_000))
        try bytes.write(to: file)
        let answer = try await Service.running(tickets) { try await $0.answer("/tickets.csv") }
        #expect(answer.status == 200 && !answer.isWhole, "\(answer)")
    }

    @Test("A client that reads nothing for too long is cut off")
    func stalled() async throws {
        let tickets = try Tickets(count: 60_000)
        try await Service.running(tickets, change: { $0.stallMillisecondsMax = 200 }) { service in
            let connection = try service.request("/tickets.csv", isSlow: true)
            #expect(await eventually { service.server.status.endCounts == [.brokenOff: 1] })
            #expect(tickets.openCount == 0)
            let answer = Answer(await connection.readBytes().bytes)
            #expect(answer.status == 200 && !answer.isWhole)
        }
    }
}
