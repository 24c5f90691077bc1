import Foundation
import TestSupport
import Testing
import TicketService

@Suite("Requests that get no export")
struct RefusalTests {
    private static let tickets = Result { try Tickets(count: 20) }

    @Test(
        "Each refusal gives the reason in a sentence",
        arguments: [
            ("/", 404, "there is no '/'; choose from /tickets.csv, /tickets.tsv, /tickets.xlsx, "),
            ("/tickets", 404, "there is no '/tickets'; choose from "),
            ("/tickets.txt", 404, "there is no '/tickets.txt'; choose from "),
            ("/numbers.txt?limit=1", 404, "there is no '/numbers.txt'; choose from "),
            ("/Numbers.csv", 404, "there is no '/Numbers.csv'; choose from "),
            ("//numbers.csv", 404, "there is no '//numbers.csv'; choose from "),
            (
                "/numbers.csv?status=used", 400,
                "this export has no parameter 'status'; choose from limit, batch\n"
            ),
            ("/tickets.xlsx?batch=1", 400, "this export has no parameter 'batch'; choose "),
            ("/tickets.csv?limit=", 400, "parameter 'limit' is '', not a whole number from 0 to "),
            ("/tickets.csv?limit=-1", 400, "parameter 'limit' is '-1', not a whole number "),
            ("/tickets.csv?limit=2147483648", 400, "parameter 'limit' is '2147483648', not "),
            ("/tickets.csv?batch=0", 400, "parameter 'batch' is '0', not a whole number from 1 "),
            ("/tickets.csv?limit=1&limit=1", 400, "parameter 'limit' is given more than once\n"),
            ("/tickets.csv?limit=%3", 400, "'%3' has a '%' without two hexadecimal digits "),
            ("/tickets.csv?limit=%+5", 400, "'%+5' has a '%' without two hexadecimal digits "),
            ("/tickets.csv?limit=%ff", 400, "'%ff' is not UTF-8\n"),
            ("/filtered.csv?status=sold", 400, "parameter 'status' is 'sold', not "),
        ])
    func refused(path: String, status: Int, sentence: String) async throws {
        let (get, head) = try await Service.running(try Self.tickets.get()) { service in
            (try await service.answer(path), try await service.answer(path, method: "HEAD"))
        }
        #expect(get.status == status && get.isWhole, "\(get)")
        #expect(get.text.hasPrefix(sentence) && get.text.hasSuffix("\n"), "\(get)")
        #expect(get.headers["content-type"] == "text/plain; charset=utf-8")
        #expect(get.headers["x-content-type-options"] == "nosniff")
        #expect(head.status == status && head.body.isEmpty)
    }

    @Test(
        "Methods other than GET and HEAD are refused with the accepted ones",
        arguments: ["POST", "PUT", "DELETE", "PATCH"],
        ["/numbers.csv", "/health"])
    func methods(method: String, path: String) async throws {
        let answer = try await Service.running(try Self.tickets.get()) { service in
            try await service.answer(path, method: method, headers: "content-length: 0\r\n")
        }
        #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD", "\(answer)")
        #expect(answer.text == "'\(path)' accepts only GET and HEAD\n")
    }

    @Test(
        "A foreign web page, or a foreign host name, gets nothing",
        arguments: [
            ("host: tickets.example\r\n", 421), ("host: 127.0.0.1.example\r\n", 421),
            ("host: localhost:x\r\n", 421), ("host: localhost\r\n", 421),
            ("host: {host}\r\norigin: null\r\n", 403),
            ("host: {host}\r\norigin: http://tickets.example\r\n", 403), ("", 421),
        ])
    func foreign(headers: String, status: Int) async throws {
        let answer = try await Service.running(try Self.tickets.get()) { service in
            let connection = try RawConnection(port: service.port)
            connection.send("GET /numbers.csv HTTP/1.1\r\nconnection: close\r\n\(headers)\r\n")
            return Answer(await connection.readBytes().bytes)
        }
        #expect(answer.status == status, "\(answer)")
        #expect(!answer.text.contains("barcode"))
    }

    @Test("A page of this machine may send requests", arguments: ["localhost", "127.0.0.1"])
    func own(host: String) async throws {
        let answer = try await Service.running(try Self.tickets.get()) { service in
            let connection = try RawConnection(port: service.port)
            connection.send(
                "GET /numbers.csv HTTP/1.1\r\nconnection: close\r\nhost: \(host):\(service.port)\r\n"
                    + "origin: http://\(host):\(service.port)\r\n\r\n")
            return Answer(await connection.readBytes().bytes)
        }
        #expect(answer.status == 200, "\(answer)")
    }

    @Test("A missing database, or one with other content, is named")
    func databases() async throws {
        let tickets = try await Tickets(sql: "CREATE TABLE other (id)")
        let wrong = try await Service.running(tickets) { try await $0.answer("/numbers.csv") }
        #expect(wrong.status == 500, "\(wrong)")
        #expect(wrong.text.contains("does not contain the requested tickets"))
        try FileManager.default.removeItem(atPath: tickets.database)
        let missing = try await Service.running(tickets) { service in
            let answer = try await service.answer("/numbers.csv")
            #expect(service.server.status.endCounts == [.failed: 1])
            return answer
        }
        #expect(missing.status == 500, "\(missing)")
        #expect(missing.text.hasPrefix("cannot read database '\(tickets.database)'"))
    }

    @Test("A server without workbooks reports that")
    func workbooks() async throws {
        let answer = try await Service.running(
            try Self.tickets.get(), change: { $0.workbooks = nil }
        ) { try await $0.answer("/tickets.xlsx") }
        #expect(answer.status == 501, "\(answer)")
        #expect(answer.text == "this server can't export workbooks; request csv or tsv\n")
    }

    @Test("For a database locked by another program, the client is asked to retry")
    func locked() async throws {
        let tickets = try Tickets(count: 20)
        let held = try LockedDatabase(tickets.database, mark: tickets.directory.path("held"))
        let isLocked = await eventually { held.isLocked }
        #expect(isLocked)
        let answer = try await Service.running(tickets) { try await $0.answer("/numbers.csv") }
        held.release()
        #expect(answer.status == 503, "\(answer)")
        #expect(answer.text.hasPrefix("another program is writing database"))
    }
}
