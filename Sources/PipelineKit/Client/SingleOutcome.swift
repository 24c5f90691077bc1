import Synchronization

/// The outcome of a server's only job, which its client requests.
package final class SingleOutcome: Sendable {
    private let state = Mutex(State())
    private let ends: AsyncStream<Void>
    private let ending: AsyncStream<Void>.Continuation

    private struct State {
        var hasBegun = false
        var result: Result<Void, any Error>?
    }

    /// Creates an outcome that is not yet known.
    package init() {
        (ends, ending) = AsyncStream.makeStream(of: Void.self)
    }

    /// The outcome; `nil` until the job ends.
    package var result: Result<Void, any Error>? { state.withLock { $0.result } }

    /// Begins the job; returns false if it was already begun.
    package func begin() -> Bool {
        state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
    }

    /// Ends the job; only the first call counts.
    package func end(with result: Result<Void, any Error>) {
        state.withLock { if $0.result == nil { $0.result = result } }
        ending.finish()
    }

    /// Waits until the job ends.
    package func wait() async {
        for await _ in ends {}
    }
}
