package import HTTPClient
package import HTTPSource
import Synchronization

/// A transport to the source without a network: latency and drips take virtual time.
package final class SourceTransport: HTTPTransport {
    private let source: Source
    private let prefix: String
    private let clock: VirtualClock
    private let bounds: HTTPBounds
    private let chunkByteCount: Int
    private let state = Mutex(State())

    private struct State {
        var paths: [String] = []
        var earliest: [String: Int] = [:]
        var earlyPaths: [String] = []
    }

    /// - Parameters:
    ///   - prefix: The prefix of every path: `/64`.
    ///   - chunkByteCount: The number of body bytes passed at once.
    package init(
        _ source: Source, prefix: String, clock: VirtualClock, bounds: HTTPBounds = HTTPBounds(),
        chunkByteCount: Int = 4096
    ) {
        self.source = source
        self.prefix = prefix
        self.clock = clock
        self.bounds = bounds
        self.chunkByteCount = chunkByteCount
    }

    /// All requested paths, in order.
    package var paths: [String] { state.withLock { $0.paths } }
    /// The paths that were requested again before the time given by the source.
    package var earlyPaths: [String] { state.withLock { $0.earlyPaths } }

    /// Answers like the source.
    package func get(
        _ path: String, receive: (UnsafeRawBufferPointer) throws -> Void,
        handOn: () async throws -> Void
    ) async throws -> HTTPHead {
        note(path)
        let answer = source.answer(path: prefix + path, now: clock.unixSeconds)
        clock.advance(milliseconds: answer.delayMilliseconds)
        let retryAfter = answer.headers.first { $0.name == "retry-after" }?.value
        if let retryAfter { expect(retryAfter, path: path) }
        let bytes = answer.body.prefix(answer.cutByteCount ?? answer.body.count)
        guard bytes.count <= bounds.bodyByteCountMax else {
            throw HTTPFailure(.bodyTooLong, path: path)
        }
        if let drip = answer.drip { pass(drip, byteCount: bytes.count) }
        if answer.status == 200 {
            for start in stride(from: 0, to: bytes.count, by: chunkByteCount) {
                try Array(bytes[start...].prefix(chunkByteCount)).withUnsafeBytes(receive)
                try await handOn()
            }
        }
        if answer.cutByteCount != nil { throw HTTPFailure(.truncated, path: path) }
        return HTTPHead(status: answer.status, retryAfter: retryAfter)
    }

    private func pass(_ drip: SourceAnswer.Drip, byteCount: Int) {
        clock.advance(milliseconds: byteCount / drip.byteCount * drip.pauseMilliseconds)
    }

    private func note(_ path: String) {
        let now = clock.unixMilliseconds
        state.withLock {
            $0.paths.append(path)
            if let earliest = $0.earliest[path], now < earliest { $0.earlyPaths.append(path) }
        }
    }

    private func expect(_ retryAfter: String, path: String) {
        let now = clock.unixMilliseconds
        guard let seconds = RetryAfter.seconds(in: retryAfter, now: now / 1000), seconds < 1 << 40
        else { return }
        // A date has whole seconds; a number counts from now.
        let start = Int(retryAfter) == nil ? now / 1000 * 1000 : now
        state.withLock { $0.earliest[path] = start + seconds * 1000 }
    }
}
