/// Receives the body of an answer, perhaps several times from the start.
package protocol BodyReceiver: AnyObject {
    /// An attempt begins: whatever came before is void.
    func begin()
    /// Takes the next bytes, valid within the call only.
    ///
    /// - Throws: ``MalformedBody`` for another attempt, anything else to give up.
    func receive(_ bytes: UnsafeRawBufferPointer) throws
    /// Hands on what was taken, if it should; nothing is read meanwhile. By default it does nothing.
    ///
    /// - Throws: As ``receive(_:)``.
    func handOn() async throws
    /// The body is whole.
    ///
    /// - Throws: As ``receive(_:)``.
    func finish() throws
}

extension BodyReceiver {
    /// Keeps everything to the end.
    package func handOn() async throws {}
}

/// A body that is not what it should be, so that the request is worth another attempt.
package struct MalformedBody: Error, Equatable, Sendable {
    /// The reason, in a few words.
    package let reason: String

    /// Creates an error.
    package init(_ reason: String) {
        self.reason = reason
    }
}

/// Fetches paths, with another attempt after failures that may pass.
package struct Fetcher: Sendable {
    private let transport: any HTTPTransport
    private let clock: any FetchClock
    private let policy: RetryPolicy
    /// Calls, retries and bytes so far.
    package let tally = FetchTally()

    /// Creates a fetcher; the clock's default is the system's.
    package init(
        _ transport: any HTTPTransport, policy: RetryPolicy = RetryPolicy(),
        clock: any FetchClock = SystemFetchClock()
    ) {
        self.transport = transport
        self.policy = policy
        self.clock = clock
    }

    /// Fetches a path into a receiver, however many attempts that takes, within the policy.
    ///
    /// - Throws: ``HTTPFailure`` of the last attempt, or what the receiver throws.
    package func fetch(_ path: String, into receiver: some BodyReceiver) async throws {
        var attempt = 1
        while let refusal = try await attemptOnce(path, into: receiver) {
            // A connection also ends because nobody wants its answer any more.
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

    /// One attempt; nil if it succeeded.
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

/// The result of an attempt that failed.
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
