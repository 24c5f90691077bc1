import Foundation
import HTTPServing
import TestSupport
import Testing

@Suite("Limits of a page server", .serialized)
struct BoundsTests {
    private static let request = "GET / HTTP/1.1\r\nhost: {host}\r\n"

    /// Returns the answer to raw text, on a connection of its own.
    private func answer(
        _ text: String, change: (inout ServerBounds) -> Void = { _ in }
    ) async throws -> HTTPAnswer {
        var bounds = PageServer.defaultBounds
        change(&bounds)
        return try await CountedStream.running(serving: bounds) { stream in
            let connection = try RawConnection(port: stream.port)
            connection.send(text)
            return await HTTPAnswer(reading: connection)
        }
    }

    @Test("A request within the limits is answered, and its connection ends")
    func good() async throws {
        let answer = try await answer(Self.request + "\r\n")
        #expect(answer.status == 200 && answer.body == "a page\n" && answer.isEnded)
    }

    @Test("HEAD gets only the head")
    func head() async throws {
        let answer = try await answer("HEAD / HTTP/1.1\r\nhost: {host}\r\n\r\n")
        #expect(answer.status == 200 && answer.body.isEmpty && answer.isEnded)
        #expect(answer.head.lowercased().contains("content-length: 7"))
    }

    @Test("Headers that are too long or too many end the connection")
    func headers() async throws {
        let long = "x-long: " + String(repeating: "a", count: 9 << 10) + "\r\n"
        let many = (0..<80).map { "x-\($0): 1\r\n" }.joined()
        for headers in [long, many] {
            let answer = try await answer(Self.request + headers + "\r\n")
            #expect(answer.status != 200 && answer.isEnded, "\(answer)")
        }
    }

    @Test("A body that is too long is refused; a short one is skipped")
    func body() async throws {
        let long = String(repeating: "a", count: 5 << 10)
        let refused = try await answer(Self.request + "content-length: 1000000\r\n\r\n" + long)
        #expect(refused.status == 413 && refused.isEnded)
        let short = try await answer(Self.request + "content-length: 3\r\n\r\nabc")
        #expect(short.status == 200 && short.isEnded)
    }

    @Test(
        "A connection that never sends a whole request is closed in time", arguments: ["", request])
    func silence(text: String) async throws {
        let answer = try await answer(text) { $0.requestMillisecondsMax = 200 }
        #expect(answer.status == nil && answer.isEnded)
    }

    @Test("A subscriber has no deadline for its request or its answer")
    func subscriber() async throws {
        var bounds = PageServer.defaultBounds
        bounds.requestMillisecondsMax = 100
        bounds.answerMillisecondsMax = 100
        bounds.workMillisecondsMax = 100
        let events = try await CountedStream.running(serving: bounds) { stream in
            let connection = try stream.subscribe()
            try await Task.sleep(for: .milliseconds(500))
            stream.tick()
            return await stream.events(of: connection)
        }
        #expect(events.map(\.data) == ["0", "1"])
    }

    @Test("More connections than allowed wait until one ends")
    func connections() async throws {
        var bounds = PageServer.defaultBounds
        bounds.connectionCountMax = 1
        try await CountedStream.running(serving: bounds) { stream in
            var first: RawConnection? = try stream.subscribe()
            #expect(await first?.hasAnswer(withinMilliseconds: 10_000) == true)
            let second = try RawConnection(port: stream.port)
            second.send(Self.request + "\r\n")
            #expect(await !second.hasAnswer(withinMilliseconds: 300))
            first = nil
            #expect(await HTTPAnswer(reading: second).status == 200)
        }
    }

    @Test("The server listens on 127.0.0.1 and on no other address, and a port in use is an error")
    func address() async throws {
        try await CountedStream.running { stream in
            let addresses = try listeningAddresses(port: stream.port)
            #expect(addresses == ["0100007F"])
            let other = PageServer(
                port: stream.port, events: EventRoute("/events", feed: stream.hub)
            ) { _ in PageAnswer(200, text: "") }
            await #expect(throws: (any Error).self) {
                try await other.run { _ in
                } stop: {
                }
            }
        }
    }
}
