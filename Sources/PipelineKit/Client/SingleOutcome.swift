import Synchronization

/// The outcome of a server's one job, which its client asks for.
package final class SingleOutcome: Sendable {
    private let state = Mutex(State())
    private let ends: AsyncStream<Void>
    private let ending: AsyncStream<Void>.Continuation

    private struct State {
        var hasBegun = false
        var result: Result<Void, any Error>?
    }

    /// An outcome of which nothing is known yet.
    package init() {
        (ends, ending) = AsyncStream.makeStream(of: Void.self)
    }

    /// The outcome; nil before the end.
    package var result: Result<Void, any Error>? { state.withLock { $0.result } }

    /// Begins; false if it has begun before.
    package func begin() -> Bool {
        state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
    }

    /// Ends; only the first call counts.
    package func end(with result: Result<Void, any Error>) {
        state.withLock { if $0.result == nil { $0.result = result } }
        ending.finish()
    }

    /// Waits for the end.
    package func wait() async {
        for await _ in ends {}
    }
}
