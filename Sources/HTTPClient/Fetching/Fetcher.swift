/// A receiver of an answer's body, possibly several times from its start.
package protocol BodyReceiver: AnyObject {
    /// Begins an attempt, which discards the data of earlier ones.
    func begin()
    /// Receives the next bytes, valid only during the call.
    ///
    /// - Throws: ``MalformedBody`` to retry, any other error to give up.
    func receive(_ bytes: UnsafeRawBufferPointer) throws
    /// Passes on what was received so far, during which nothing is read; does nothing by default.
    ///
    /// - Throws: The errors of ``receive(_:)``.
    func handOn() async throws
    /// Ends a complete body.
    ///
    /// - Throws: The errors of ``receive(_:)``.
    func finish() throws
}

extension BodyReceiver {
    /// Passes nothing on before the end.
    package func handOn() async throws {}
}

/// The error for a body with unexpected content, after which the request is retried.
package struct MalformedBody: Error, Equatable, Sendable {
    /// The reason, in a few words.
    package let reason: String

    /// Creates an error.
    package init(_ reason: String) {
        self.reason = reason
    }
}

/// A client that fetches paths, and retries after temporary failures.
///
/// ```swift
/// func fetch(_ path: String, with transport: some HTTPTransport) async throws -> Int {
///     let fetcher = Fetcher(transport)
///     try await fetcher.fetch(path, into: Discarding())
///     return fetcher.tally.byteCount
/// }
/// final class Discarding: BodyReceiver {
///     func begin() {}
///     func receive(_ bytes: UnsafeRawBufferPointer) {}
///     func finish() {}
/// }
/// ```
package struct Fetcher: Sendable {
    private let transport: any HTTPTransport
    private let clock: any FetchClock
    private let policy: RetryPolicy
    /// The counts of calls, retries and bytes so far.
    package let tally = FetchTally()

    /// Creates a fetcher; uses the system's clock by default.
    package init(
        _ transport: any HTTPTransport, policy: RetryPolicy = RetryPolicy(),
        clock: any FetchClock = SystemFetchClock()
    ) {
        self.transport = transport
        self.policy = policy
        self.clock = clock
    }

    /// Fetches a path into a receiver, with as many attempts as needed and allowed by the policy.
    ///
    /// - Throws: ``HTTPFailure`` of the last attempt, or errors of the receiver.
    package func fetch(_ path: String, into receiver: some BodyReceiver) async throws {
        var attempt = 1
        while let refusal = try await attemptOnce(path, into: receiver) {
            // The connection may have ended because the task was cancelled.
            try Task.checkCancellation()
            guard refusal.failure.isPassing, attempt < policy.attemptCountMax else {
                throw refusal.failure(after: attempt)
            }
            let wait = policy.wait(
                attempt: attempt, retryAfter: refusal.retryAfter, now: clock.unixSeconds,
                random: { tally.random(below: $0, seed: policy.seed) })
            guard let wait else { throw refusal.tooLate(after: attempt, now: clock.unixSeconds) }
            try await clock.sleep(for: wait)
            tally.countRetry()
            attempt += 1
        }
    }

    /// Performs one attempt; returns `nil` if it succeeded.
    private func attemptOnce(
        _ path: String, into receiver: some BodyReceiver
    ) async throws -> Refusal? {
        try Task.checkCancellation()
        do {
            let head = try await exchange(path, with: receiver)
            guard head.status == 200 else {
                return Refusal(
                    failure: HTTPFailure(.status(head.status), path: path),
                    retryAfter: head.retryAfter)
            }
            try receiver.finish()
            return nil
        } catch let failure as HTTPFailure {
            return Refusal(failure: failure)
        } catch let malformed as MalformedBody {
            return Refusal(failure: HTTPFailure(.malformedBody(malformed.reason), path: path))
        }
    }

    private func exchange(
        _ path: String, with receiver: some BodyReceiver
    ) async throws -> HTTPHead {
        receiver.begin()
        tally.countCall()
        return try await transport.get(
            path,
            receive: { bytes in
                tally.count(bytes: bytes.count)
                try receiver.receive(bytes)
            }, handOn: { try await receiver.handOn() })
    }
}

/// The result of a failed attempt.
private struct Refusal {
    let failure: HTTPFailure
    var retryAfter: String?

    func failure(after attemptCount: Int) -> HTTPFailure {
        var failure = failure
        failure.attemptCount = attemptCount
        return failure
    }

    func tooLate(after attemptCount: Int, now: Int) -> HTTPFailure {
        let seconds = retryAfter.flatMap { RetryAfter.seconds(in: $0, now: now) } ?? 0
        var failure = HTTPFailure(.tooLate(seconds), path: failure.path)
        failure.attemptCount = attemptCount
        return failure
    }
}
