import Foundation
import TestSupport
import Testing
import TicketService

@Suite("Exports over HTTP")
struct ExportTests {
    /// A path, and the settings of the equal export to a file.
    struct Case: Sendable, CustomStringConvertible {
        let path: String
        let settings: [String]
        var pipeline = "ticket-export"

        var description: String { path }
    }

    private static let text = [
        Case(path: "/numbers.csv", settings: ["query=numbers"]),
        Case(path: "/barcodes.txt", settings: ["query=barcodes", "format=txt"]),
        Case(path: "/barcodes.csv", settings: ["query=barcodes"]),
        Case(path: "/filtered.csv", settings: ["query=filtered"]),
        Case(path: "/filtered.csv?status=valid", settings: ["query=filtered"]),
        Case(
            path: "/filtered.tsv?status=used",
            settings: [
                "query=filtered", "status=used", "format=tsv",
            ]),
        Case(
            path: "/filtered.csv?status=%75sed&limit=7",
            settings: [
                "query=filtered", "status=used", "limit=7",
            ]),
        Case(path: "/tickets.csv", settings: []),
        Case(path: "/tickets.csv?limit=0", settings: []),
        Case(path: "/tickets.tsv?limit=1&batch=1", settings: ["format=tsv", "limit=1"]),
        Case(path: "/tickets.csv?batch=7", settings: []),
        Case(path: "/tickets.csv?batch=1000000&limit=2499", settings: ["limit=2499"]),
        Case(
            path: "/numbers.tsv?batch=100&limit=101",
            settings: [
                "query=numbers", "limit=101", "format=tsv",
            ]),
    ]

    private static let workbooks = [
        Case(path: "/tickets.xlsx", settings: [], pipeline: "ticket-export-xlsx"),
        Case(
            path: "/numbers.xlsx?limit=3", settings: ["query=numbers", "limit=3"],
            pipeline: "ticket-export-xlsx"),
        Case(
            path: "/filtered.xlsx?status=refunded",
            settings: [
                "query=filtered", "status=refunded",
            ], pipeline: "ticket-export-xlsx"),
    ]

    private static let tickets = Result { try Tickets() }

    @Test("Exports equal those to files, byte for byte", arguments: text + workbooks)
    func bytes(export: Case) async throws {
        let tickets = try Self.tickets.get()
        let expected = try await tickets.file(export.settings, pipeline: export.pipeline)
        let answer = try await Service.running(tickets) { try await $0.answer(export.path) }
        #expect(answer.status == 200 && answer.isWhole, "\(answer)")
        #expect(try answer.body == #require(expected))
    }

    @Test("An export longer than any buffer is complete, in chunks")
    func long() async throws {
        let tickets = try Tickets(count: 30_000)
        let expected = try await tickets.file([])
        let answer = try await Service.running(tickets) { try await $0.answer("/tickets.csv") }
        #expect(answer.headers["transfer-encoding"] == "chunked" && answer.isWhole)
        #expect(try answer.body == #require(expected) && answer.body.count > 2 << 20)
    }

    @Test(
        "The headers give the type and the file name",
        arguments: [
            ("/numbers.csv", "text/csv; charset=utf-8; header=present"),
            ("/numbers.tsv", "text/tab-separated-values; charset=utf-8"),
            ("/barcodes.txt", "text/plain; charset=utf-8"),
            (
                "/tickets.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            ),
        ])
    func headers(path: String, type: String) async throws {
        let (get, head) = try await Service.running(try Self.tickets.get()) { service in
            (try await service.answer(path), try await service.answer(path, method: "HEAD"))
        }
        for answer in [get, head] {
            #expect(answer.status == 200 && answer.headers["content-type"] == type)
            let name = path.dropFirst()
            #expect(
                answer.headers["content-disposition"] == "attachment; filename=\"\(name)\"")
        }
        #expect(head.body.isEmpty && !get.body.isEmpty)
        if path.hasSuffix("xlsx") {
            #expect(get.headers["content-length"] == "\(get.body.count)")
            #expect(get.headers["x-rejected-rows"] == "0")
        }
    }

    @Test("A connection can carry one export after another")
    func keepAlive() async throws {
        let tickets = try Self.tickets.get()
        let expected = try #require(await tickets.file(["query=barcodes", "format=txt"]))
        let text = try await Service.running(tickets) { service in
            let connection = try RawConnection(port: service.port)
            let request = "GET /barcodes.txt HTTP/1.1\r\nhost: {host}\r\n"
            connection.send(request + "\r\n" + request + "connection: close\r\n\r\n")
            return await connection.readToEnd().text
        }
        #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
        #expect(text.components(separatedBy: "\r\n0\r\n\r\n").count == 3)
        #expect(text.components(separatedBy: String(decoding: expected, as: UTF8.self)).count == 3)
    }

    @Test(
        "An export without rows is reported before the first byte",
        arguments: [
            ("/tickets.csv", "nothing to export: the table is empty\n"),
            ("/numbers.csv?batch=3", "nothing to export: no ticket has a barcode\n"),
            ("/filtered.tsv?status=used", "nothing to export: no ticket is 'used'\n"),
            ("/tickets.xlsx", "nothing to export: the table is empty\n"),
        ])
    func empty(path: String, sentence: String) async throws {
        let tickets = try Tickets(count: 0)
        let (get, head, status) = try await Service.running(tickets) { service in
            let get = try await service.answer(path)
            return (get, try await service.answer(path, method: "HEAD"), service.server.status)
        }
        #expect(get.status == 404 && get.text == sentence && get.isWhole, "\(get)")
        #expect(head.status == 404 && head.body.isEmpty)
        #expect(status.endCounts == [.empty: 1])
        #expect(tickets.openCount == 0)
    }

    @Test("Rows that no workbook can hold are left out, and counted in the answer")
    func rejected() async throws {
        let tickets = try Tickets(count: 10)
        try await tickets.change(
            "UPDATE tickets SET holder = CAST(x'FF' AS TEXT) WHERE id IN (3, 4)")
        let answer = try await Service.running(tickets) { try await $0.answer("/tickets.xlsx") }
        #expect(answer.status == 200 && answer.headers["x-rejected-rows"] == "2", "\(answer)")
        let expected = try await tickets.file([], pipeline: "ticket-export-xlsx")
        #expect(try answer.body == #require(expected))
    }

    @Test("Several exports at once are complete, and one above the maximum is refused")
    func concurrent() async throws {
        let tickets = try Tickets(count: 60_000)
        let expected = try await tickets.file([])
        try await Service.running(tickets) { service in
            // These connections read nothing yet, so that all four exports are running.
            let connections = try (0..<4).map { _ in
                try service.request("/tickets.csv", isSlow: true)
            }
            #expect(await eventually { service.server.status.runningCount == 4 })
            let refused = try await service.answer("/tickets.csv")
            #expect(refused.status == 503 && refused.headers["retry-after"] == "1", "\(refused)")
            for connection in connections {
                let answer = Answer(await connection.readBytes().bytes)
                #expect(answer.isWhole && answer.body == expected)
            }
            #expect(await service.isIdle())
            #expect(service.server.status.endCounts == [.completed: 4, .refused: 1])
        }
    }
}
