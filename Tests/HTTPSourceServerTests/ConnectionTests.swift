import Dispatch
import Glibc
import HTTPClient
import HTTPTestSupport
import Synchronization
import Testing

@Suite("Limits of the client, against any server", .serialized)
struct ConnectionTests {
    /// Fetches from a server with given answers, with quick retries.
    private func fetch(
        _ server: CountingServer, fetchCount: Int = 1, bounds: HTTPBounds = HTTPBounds(),
        attemptCountMax: Int = 1
    ) async throws -> Int {
        defer { server.stop() }
        let base = try #require(HTTPBase("http://127.0.0.1:\(server.port)/8"))
        var policy = RetryPolicy()
        policy.waitMillisecondsFirst = 1
        policy.attemptCountMax = attemptCountMax
        return try await NIOTransport.running(base, bounds: bounds) { [policy] transport in
            let fetcher = Fetcher(transport, policy: policy)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<fetchCount {
                    group.addTask { try await fetcher.fetch("/\(number)", into: Kept()) }
                }
                try await group.waitForAll()
            }
            return fetcher.tally.byteCount
        }
    }

    @Test("Thirty-two fetches at once open eight connections, and reuse them")
    func eight() async throws {
        let server = CountingServer { _, _ in
            usleep(5000)
            return CountingServer.whole([1, 2, 3])
        }
        #expect(try await fetch(server, fetchCount: 32) == 96)
        #expect(server.acceptedCount == 8 && server.openCountMax == 8)
    }

    @Test("If a server closes connections between requests, at most eight are open at once")
    func closing() async throws {
        let server = CountingServer { path, number in
            usleep(UInt32(path.utf8.last ?? 0) * 20)
            return number > 1 ? [] : CountingServer.whole([1, 2, 3])
        }
        #expect(try await fetch(server, fetchCount: 200, attemptCountMax: 6) == 600)
        #expect(server.openCountMax <= 8 && server.acceptedCount >= 200)
    }

    @Test("A cancelled task doesn't wait for a silent server", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let end = DispatchSemaphore(value: 0)
        let server = CountingServer { _, _ in
            ask.yield()
            end.wait()
            return []
        }
        defer { end.signal() }
        var bounds = HTTPBounds()
        bounds.silenceMax = .seconds(600)
        bounds.exchangeMax = .seconds(600)
        let task = Task { [bounds] in try await fetch(server, bounds: bounds, attemptCountMax: 6) }
        for await _ in asked { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("Too many headers in an answer are an error")
    func headerCount() async throws {
        let headers = (0..<65).map { "x-\($0): 1\r\n" }.joined()
        let server = CountingServer { _, _ in
            Array("HTTP/1.1 200 OK\r\n\(headers)content-length: 0\r\n\r\n".utf8)
        }
        let failure = await #expect(throws: HTTPFailure.self) { _ = try await fetch(server) }
        #expect(failure?.kind == .badHead)
    }

    @Test("A body without a length is cut off at the maximum")
    func endless() async throws {
        let chunk = "400\r\n" + String(repeating: "a", count: 1024) + "\r\n"
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        // The body has no end: only the limit stops it.
        let server = CountingServer { _, _ in
            Array((head + String(repeating: chunk, count: 99)).utf8)
        }
        var bounds = HTTPBounds()
        bounds.bodyByteCountMax = 50_000
        let bound = bounds
        let failure = await #expect(throws: HTTPFailure.self) {
            _ = try await fetch(server, bounds: bound)
        }
        #expect(failure?.kind == .bodyTooLong)
    }
}
