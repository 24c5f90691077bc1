import Foundation
import HTTPServing
import SyncService
import TestSupport
import Testing

@Suite("Limits of the service", .serialized)
struct BoundsTests {
    private static let request = "GET /health HTTP/1.1\r\nhost: {host}\r\n"

    /// Returns the answer to raw text, on a connection of its own.
    private func answer(
        _ text: String, change: (inout ServerBounds) -> Void = { _ in }
    ) async throws -> HTTPAnswer {
        var bounds = SyncServer.defaultBounds
        change(&bounds)
        return try await Service.running(bounds: bounds) { service in
            let connection = try RawConnection(port: service.port)
            connection.send(text)
            return await HTTPAnswer(reading: connection)
        }
    }

    @Test("A web page, which browsers name in Origin, can't start a sync")
    func origin() async throws {
        let answers = try await Service.running { service in
            let text =
                "POST /sync HTTP/1.1\r\nhost: {host}\r\norigin: null\r\ncontent-length: 0\r\n\r\n"
            let connection = try RawConnection(port: service.port)
            connection.send(text)
            let answer = await HTTPAnswer(reading: connection)
            return (answer.status, service.runner.runs.count)
        }
        #expect(answers == (403, 0))
    }

    @Test("The service listens on 127.0.0.1 and on no other address")
    func loopback() async throws {
        let addresses = try await Service.running { service in
            try listeningAddresses(port: service.port)
        }
        #expect(addresses == ["0100007F"])
    }

    @Test("Headers that are too long end the connection")
    func headers() async throws {
        let long = "x-long: " + String(repeating: "a", count: 9 << 10) + "\r\n"
        let many = (0..<80).map { "x-\($0): 1\r\n" }.joined()
        for headers in [long, many] {
            let answer = try await answer(Self.request + headers + "\r\n")
            #expect(answer.status != 200 && answer.isEnded)
        }
    }

    @Test("A body that is too long is refused, and no sync runs for it")
    func body() async throws {
        let runner = FakeRunner()
        let answer = try await Service.running(runner) { service in
            let connection = try RawConnection(port: service.port)
            connection.send(
                "POST /sync HTTP/1.1\r\nhost: {host}\r\ncontent-length: 1000000000\r\n\r\n"
                    + String(repeating: "a", count: 5 << 10))
            return await HTTPAnswer(reading: connection)
        }
        #expect(answer.status == 413 && answer.isEnded && runner.runs.isEmpty)
    }

    @Test("A connection without a whole request is closed in time", arguments: ["", request])
    func silence(text: String) async throws {
        let answer = try await answer(text) { $0.requestMillisecondsMax = 200 }
        #expect(answer.status == nil && answer.isEnded)
    }

    @Test("A sync may take longer than any other request and its answer")
    func longSync() async throws {
        var bounds = SyncServer.defaultBounds
        bounds.requestMillisecondsMax = 100
        bounds.answerMillisecondsMax = 100
        let answer = try await Service.running(FakeRunner(waits: true), bounds: bounds) { service in
            async let sync = service.exchange("POST", "/sync")
            try await service.waitForRuns(1)
            try await Task.sleep(for: .milliseconds(400))
            service.runner.runs[0].end()
            return try await sync
        }
        #expect(answer.status == 200)
    }

    @Test("More connections than allowed wait until one ends")
    func connections() async throws {
        var bounds = SyncServer.defaultBounds
        bounds.connectionCountMax = 1
        try await Service.running(bounds: bounds) { service in
            var first: RawConnection? = try RawConnection(port: service.port)
            first?.send(Self.request + "\r\n")
            #expect(await first?.hasAnswer(withinMilliseconds: 10_000) == true)
            let second = try RawConnection(port: service.port)
            second.send(Self.request + "connection: close\r\n\r\n")
            #expect(await !second.hasAnswer(withinMilliseconds: 300))
            first = nil
            #expect(await HTTPAnswer(reading: second).status == 200)
        }
    }
}
