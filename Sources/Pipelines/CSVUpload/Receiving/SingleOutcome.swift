import Synchronization

/// The outcome of a job that is done once.
final class SingleOutcome: Sendable {
    private let state = Mutex(State())
    private let ends: AsyncStream<Void>
    private let ending: AsyncStream<Void>.Continuation

    private struct State {
        var hasBegun = false
        var result: Result<Void, any Error>?
    }

    init() {
        (ends, ending) = AsyncStream.makeStream(of: Void.self)
    }

    /// The outcome; nil before the end.
    var result: Result<Void, any Error>? { state.withLock { $0.result } }

    /// Begins; false if it has begun before.
    func begin() -> Bool {
        state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
    }

    /// Ends; only the first call counts.
    func end(with result: Result<Void, any Error>) {
        state.withLock { if $0.result == nil { $0.result = result } }
        ending.finish()
    }

    /// Waits for the end.
    func wait() async {
        for await _ in ends {}
    }
}
