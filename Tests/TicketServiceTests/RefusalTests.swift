import Foundation
import TestSupport
import Testing
import TicketService

@Suite("Requests that get no export")
struct RefusalTests {
    private static let tickets = Result { try Tickets(count: 20) }

    @Test(
        "Each is told why in a sentence",
        arguments: [
            ("/", 404, "there is no '/'; there are /tickets.csv, /tickets.tsv, /tickets.xlsx, "),
            ("/tickets", 404, "there is no '/tickets'; there are "),
            ("/tickets.txt", 404, "there is no '/tickets.txt'; there are "),
            ("/numbers.txt?limit=1", 404, "there is no '/numbers.txt'; there are "),
            ("/Numbers.csv", 404, "there is no '/Numbers.csv'; there are "),
            ("//numbers.csv", 404, "there is no '//numbers.csv'; there are "),
            (
                "/numbers.csv?status=used", 400,
                "there is no parameter 'status' of this export; there are limit, batch\n"
            ),
            ("/tickets.xlsx?batch=1", 400, "there is no parameter 'batch' of this export; there "),
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
        "Other methods are refused by name", arguments: ["POST", "PUT", "DELETE", "PATCH"],
        ["/numbers.csv", "/health"])
    func methods(method: String, path: String) async throws {
        let answer = try await Service.running(try Self.tickets.get()) { service in
            try await service.answer(path, method: method, headers: "content-length: 0\r\n")
        }
        #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD", "\(answer)")
        #expect(answer.text == "'\(path)' takes GET and HEAD only\n")
    }

    @Test(
        "A web page of somebody else's, or a name of theirs, gets nothing",
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

    @Test("A page of its own may ask", arguments: ["localhost", "127.0.0.1"])
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

    @Test("A database that isn't there, or holds something else, is named")
    func databases() async throws {
        let tickets = try await Tickets(sql: "CREATE TABLE other (id)")
        let wrong = try await Service.running(tickets) { try await $0.answer("/numbers.csv") }
        #expect(wrong.status == 500, "\(wrong)")
        #expect(wrong.text.contains("does not hold the tickets that are asked for"))
        try FileManager.default.removeItem(atPath: tickets.database)
        let missing = try await Service.running(tickets) { service in
            let answer = try await service.answer("/numbers.csv")
            #expect(service.server.status.endCounts == [.failed: 1])
            return answer
        }
        #expect(missing.status == 500, "\(missing)")
        #expect(missing.text.hasPrefix("cannot read database '\(tickets.database)'"))
    }

    @Test("A server that writes no workbooks says so")
    func workbooks() async throws {
        let answer = try await Service.running(
            try Self.tickets.get(), change: { $0.workbooks = nil }
        ) { try await $0.answer("/tickets.xlsx") }
        #expect(answer.status == 501, "\(answer)")
        #expect(answer.text == "this server writes no workbooks; ask for csv or tsv\n")
    }

    @Test("A database that another program has locked may be better later")
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
