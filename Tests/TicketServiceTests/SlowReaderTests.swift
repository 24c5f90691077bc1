import Foundation
import Glibc
import TestSupport
import Testing
import TicketService

@Suite("Clients that read slowly")
struct SlowReaderTests {
    /// The maximum number of bytes that a server may hold for one client.
    private static let byteCountMax = 256 << 10

    @Test(
        "A client that stops reading stops the query, and the server holds few bytes for it",
        arguments: ["/tickets.csv", "/tickets.csv?batch=100", "/tickets.xlsx"])
    func stopped(path: String) async throws {
        let tickets = try Tickets(count: 60_000)
        try await Service.running(tickets) { service in
            let connection = try service.request(path, isSlow: true)
            let start = await connection.readBytes(atLeast: 1)
            // Both systems have buffers too; once they are full nothing moves.
            var rowCount = -1
            let isStill = await eventually {
                defer { rowCount = service.server.status.rowCount }
                usleep(100_000)
                return service.server.status.rowCount == rowCount
                    && service.server.status.heldByteCount > 0
            }
            #expect(isStill)
            let status = service.server.status
            #expect(status.runningCount == 1)
            if !path.hasSuffix("xlsx") { #expect(status.rowCount < 60_000) }
            let rest = await connection.readBytes()
            #expect(Answer(start.bytes + rest.bytes).isWhole)
            #expect(service.server.status.heldByteCountMax <= Self.byteCountMax)
            #expect(await service.isIdle())
            #expect(service.server.status.heldByteCount == 0)
        }
    }

    @Test("A server that is asked to stop completes running exports, and starts no others")
    func stopping() async throws {
        let tickets = try Tickets(count: 60_000)
        let expected = try await tickets.file([])
        let answer = try await Service.running(tickets) { service in
            let connection = try service.request("/tickets.csv", isSlow: true)
            let start = await connection.readBytes(atLeast: 1)
            service.stop()
            let isClosed = await eventually { (try? RawConnection(port: service.port)) == nil }
            #expect(isClosed && service.server.status.isStopping)
            return Answer(start.bytes + (await connection.readBytes().bytes))
        }
        #expect(answer.isWhole && answer.body == expected)
    }
}
