import Foundation
import Glibc
import TestSupport
import Testing
import TicketService

@testable import TicketExportHTTP

@Suite("Responses to a client that doesn't read")
struct SlowClientTests {
    /// Returns the maximum bytes that a server held for a client that wasn't reading, and the bytes
    /// of the whole response.
    private func held(
        by delivery: any ExportDelivery, tickets: Int
    ) async throws -> (byteCount: Int, answerByteCount: Int) {
        let place = try Workplace(tickets: tickets)
        var configuration = TicketServer.Configuration(database: place.input)
        configuration.delivery = delivery
        let server = TicketServer(configuration)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        async let running: Void = server.run {
            port.yield($0)
        } stop: {
            for await _ in ends {}
        }
        var iterator = ports.makeAsyncIterator()
        let connection = try RawConnection(
            port: try #require(await iterator.next()), receiveByteCount: 16 << 10)
        connection.send("GET /tickets.csv HTTP/1.1\r\nhost: {host}\r\n\r\n")
        var rowCount = -1
        let isStill = await eventually {
            defer { rowCount = server.status.rowCount }
            usleep(100_000)
            return server.status.rowCount == rowCount && server.status.heldByteCount > 0
        }
        #expect(isStill)
        let byteCount = server.status.heldByteCountMax
        end.finish()
        let answer = await connection.readBytes()
        try await running
        return (byteCount, answer.bytes.count)
    }

    @Test("A response that doesn't wait holds most of its bytes, and more of a longer one")
    func unawaited() async throws {
        let small = try await held(by: UnawaitedDelivery(), tickets: 30_000)
        let large = try await held(by: UnawaitedDelivery(), tickets: 60_000)
        #expect(small.byteCount > small.answerByteCount / 2, "\(small)")
        #expect(large.byteCount > small.byteCount * 3 / 2, "\(small) \(large)")
    }

    @Test("A response that waits holds the same few bytes, whatever its length")
    func awaited() async throws {
        for tickets in [30_000, 60_000] {
            let held = try await held(by: StreamedDelivery(), tickets: tickets)
            #expect(held.byteCount <= 256 << 10, "\(held)")
        }
    }
}
