import HTTPSource
import HTTPTestSupport
import Testing

@testable import HTTPClient

/// A receiver that keeps a body, and accepts only one that ends as JSON does.
final class Collected: BodyReceiver {
    private(set) var bytes: [UInt8] = []
    private(set) var beginCount = 0

    func begin() {
        bytes = []
        beginCount += 1
    }

    func receive(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }

    func finish() throws {
        guard bytes.last == UInt8(ascii: "}") else { throw MalformedBody("no end") }
    }
}

@Suite("Fetching with retries, in virtual time")
struct FetcherTests {
    private static let path = "/teams/3/fixtures"
    private static let good = Source(SourceSettings())
        .answer(path: "/8" + path, now: 0).body

    private struct Setup {
        let clock = VirtualClock()
        let transport: SourceTransport
        let fetcher: Fetcher

        init(_ hazards: Set<Hazard>, seed: UInt64 = 42, perMille: Int = 1000, runMax: Int = 3) {
            var settings = SourceSettings()
            settings.seed = seed
            settings.hazards = hazards
            settings.hazardPerMille = perMille
            settings.hazardRunMax = runMax
            transport = SourceTransport(Source(settings), prefix: "/8", clock: clock)
            fetcher = Fetcher(transport, clock: clock)
        }

        func fetch() async throws -> Collected {
            let body = Collected()
            try await fetcher.fetch(FetcherTests.path, into: body)
            return body
        }
    }

    @Test("Without hazards there is one call and no wait")
    func plain() async throws {
        let setup = Setup([])
        #expect(try await setup.fetch().bytes == Self.good)
        #expect(setup.transport.paths == [Self.path] && setup.clock.sleeps == [])
        #expect(setup.fetcher.tally.byteCount == Self.good.count)
    }

    @Test(
        "Whatever hazards affect an answer for a while, the body is correct in the end",
        arguments: Hazard.allCases.filter { $0 != .retryAfterHuge && $0 != .slowDrip })
    func passing(hazard: Hazard) async throws {
        let setup = Setup([hazard])
        let body = try await setup.fetch()
        #expect(body.bytes == Self.good)
        #expect(body.beginCount == (hazard.isOfPages ? 1 : 4))
        #expect(setup.fetcher.tally.callCount == body.beginCount)
        #expect(setup.fetcher.tally.retryCount == body.beginCount - 1)
        #expect(setup.transport.earlyPaths == [])
    }

    @Test("A slow body takes a single call")
    func slow() async throws {
        let setup = Setup([.slowDrip])
        #expect(try await setup.fetch().bytes == Self.good)
        #expect(setup.fetcher.tally.callCount == 1)
    }

    @Test("The number of attempts is limited, and the error reports it")
    func bounded() async {
        let setup = Setup([.serverError], runMax: 1000)
        let failure = await #expect(throws: HTTPFailure.self) { try await setup.fetch() }
        #expect(failure?.attemptCount == 6 && setup.transport.paths.count == 6)
        #expect(setup.clock.sleeps.count == 5)
        #expect(
            failure?.description.hasPrefix(
                "cannot fetch '/teams/3/fixtures', 6 times: the source answered with status 5")
                == true)
    }

    @Test("A request cancelled during a wait is not repeated")
    func cancelled() async throws {
        /// Cancels every wait.
        struct CancellingClock: FetchClock {
            var unixSeconds: Int { 0 }
            func sleep(for duration: Duration) async throws { throw CancellationError() }
        }
        let setup = Setup([.serverError])
        let fetcher = Fetcher(setup.transport, clock: CancellingClock())
        await #expect(throws: CancellationError.self) {
            try await fetcher.fetch(Self.path, into: Collected())
        }
        #expect(fetcher.tally.callCount == 1 && fetcher.tally.retryCount == 0)
    }

    @Test("A source that asks for a longer wait than allowed is given up at once")
    func huge() async {
        let setup = Setup([.retryAfterHuge])
        let failure = await #expect(throws: HTTPFailure.self) { try await setup.fetch() }
        #expect(failure?.kind == .tooLate(.max))
        #expect(setup.transport.paths.count == 1 && setup.clock.sleeps == [])
    }

    @Test("A missing path is not requested again")
    func missing() async {
        let setup = Setup([])
        await #expect(throws: HTTPFailure(.status(404), path: "/teams/99/fixtures")) {
            try await setup.fetcher.fetch("/teams/99/fixtures", into: Collected())
        }
        #expect(setup.transport.paths.count == 1)
    }

    @Test("Two hundred seeded runs with every hazard succeed without an early retry")
    func many() async throws {
        let hazards = Set(Hazard.allCases).subtracting([.retryAfterHuge])
        for seed in 0..<200 {
            let setup = Setup(hazards, seed: UInt64(seed), perMille: 500)
            let body = try await setup.fetch()
            let good = Source(settings(seed: UInt64(seed))).answer(path: "/8" + Self.path, now: 0)
            #expect(body.bytes == good.body, "seed \(seed)")
            #expect(setup.transport.earlyPaths == [] && setup.transport.paths.count <= 4)
        }
    }

    private func settings(seed: UInt64) -> SourceSettings {
        var settings = SourceSettings()
        settings.seed = seed
        return settings
    }
}
