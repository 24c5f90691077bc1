import HTTPClient
import HTTPServing
import HTTPSource
import HTTPSourceServer
import Synchronization
import Testing

@Suite("The client against the server, over loopback", .serialized)
struct ClientTests {
    private static let path = "/teams/3/fixtures"

    private static func good(_ settings: SourceSettings = SourceSettings()) -> [UInt8] {
        Source(settings).fixtures(teamCount: 8).fixturesJSON(team: 3)
    }

    /// Fetches one path, with quick retries.
    private func fetch(
        _ settings: SourceSettings = SourceSettings(), path: String = path,
        bounds: HTTPBounds = HTTPBounds(), attemptCountMax: Int = 6
    ) async throws -> (bytes: [UInt8], callCount: Int) {
        try await withServer(settings) { port in
            let base = try #require(HTTPBase("http://127.0.0.1:\(port)/8"))
            var policy = RetryPolicy()
            policy.waitMillisecondsFirst = 1
            policy.attemptCountMax = attemptCountMax
            return try await NIOTransport.running(base, bounds: bounds) { [policy] transport in
                let fetcher = Fetcher(transport, policy: policy)
                let body = Kept()
                try await fetcher.fetch(path, into: body)
                return (body.bytes, fetcher.tally.callCount)
            }
        }
    }

    private func settings(_ hazard: Hazard) -> SourceSettings {
        var settings = SourceSettings()
        settings.hazards = [hazard]
        settings.hazardPerMille = 1000
        return settings
    }

    @Test("A body is received as it was sent")
    func plain() async throws {
        let fetched = try await fetch()
        #expect(fetched.bytes == Self.good() && fetched.callCount == 1)
    }

    @Test("A slow drip is received completely")
    func drip() async throws {
        #expect(try await fetch(settings(.slowDrip)).bytes == Self.good())
    }

    @Test(
        "Truncated and refused answers are fetched again",
        arguments: [Hazard.truncatedBody, .serverError, .retryAfterZero, .retryAfterPast])
    func again(hazard: Hazard) async throws {
        let fetched = try await fetch(settings(hazard))
        #expect(fetched.bytes == Self.good() && fetched.callCount == 4)
    }

    @Test("Any number of requests uses at most eight connections")
    func connections() async throws {
        var bounds = ServerBounds()
        // A ninth connection would wait forever.
        bounds.connectionCountMax = 8
        var settings = SourceSettings()
        settings.latencyMilliseconds = 5
        let total = try await withServer(settings, bounds: bounds) { port in
            let base = try #require(HTTPBase("http://127.0.0.1:\(port)/50"))
            return try await NIOTransport.running(base) { transport in
                let fetcher = Fetcher(transport)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for team in 1...50 {
                        group.addTask {
                            try await fetcher.fetch("/teams/\(team)/fixtures", into: Kept())
                        }
                    }
                    try await group.waitForAll()
                }
                return fetcher.tally.byteCount
            }
        }
        let teams = Source(settings).fixtures(teamCount: 50)
        #expect(total == (1...50).reduce(0) { $0 + teams.fixturesJSON(team: $1).count })
    }

    @Test("A body that is longer than allowed is an error, and not requested again")
    func bodyBound() async throws {
        var bounds = HTTPBounds()
        bounds.bodyByteCountMax = 10_000
        let bound = bounds
        let failure = await #expect(throws: HTTPFailure.self) {
            _ = try await fetch(bounds: bound)
        }
        #expect(failure?.kind == .bodyTooLong && failure?.attemptCount == 1)
    }

    @Test("A head that is longer than allowed is an error")
    func headBound() async throws {
        var bounds = HTTPBounds()
        bounds.headByteCountMax = 16
        let bound = bounds
        let failure = await #expect(throws: HTTPFailure.self) {
            _ = try await fetch(bounds: bound)
        }
        #expect(failure?.kind == .badHead)
    }

    @Test("An answer that takes too long is an error, silent or dripping")
    func time() async throws {
        var silent = SourceSettings()
        silent.latencyMilliseconds = 10_000
        // One limit each, so that neither hides that the other is missing.
        var silence = HTTPBounds()
        silence.silenceMax = .milliseconds(50)
        var exchange = HTTPBounds()
        // The drip alone takes three times as long.
        exchange.exchangeMax = .milliseconds(60)
        for (settings, bound) in [(silent, silence), (settings(.slowDrip), exchange)] {
            let failure = await #expect(throws: HTTPFailure.self) {
                _ = try await fetch(
                    settings, path: "/teams/3/fixtures", bounds: bound, attemptCountMax: 1)
            }
            #expect(failure?.kind == .timedOut)
        }
    }

    @Test("Nothing is read while the receiver passes data on")
    func backpressure() async throws {
        let counts = Mutex<[Int]>([])
        try await withServer { port in
            let base = try #require(HTTPBase("http://127.0.0.1:\(port)/8"))
            try await NIOTransport.running(base) { transport in
                _ = try await transport.get(
                    Self.path, receive: { bytes in counts.withLock { $0.append(bytes.count) } },
                    handOn: { try await Task.sleep(for: .milliseconds(5)) })
            }
        }
        let sizes = counts.withLock { $0 }
        #expect(sizes.reduce(0, +) == Self.good().count)
        #expect(sizes.allSatisfy { $0 <= HTTPBounds().chunkByteCountMax })
    }

    @Test("A missing source is an error")
    func nobody() async throws {
        let base = try #require(HTTPBase("http://127.0.0.1:1"))
        await #expect(throws: HTTPFailure.self) {
            try await NIOTransport.running(base) { transport in
                _ = try await transport.get("/x", receive: { _ in }, handOn: {})
            }
        }
    }
}
