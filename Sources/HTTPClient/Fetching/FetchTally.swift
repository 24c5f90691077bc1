import MemoryBudget
import Synchronization

/// The counts of a fetcher's calls, retries and bytes, from any number of tasks, and its random
/// numbers.
package final class FetchTally: Sendable {
    private let state = Mutex(State())

    private struct State {
        var callCount = 0
        var retryCount = 0
        var byteCount = 0
        var generator: SplitMix64?
    }

    /// The number of requests, including retries.
    package var callCount: Int { state.withLock { $0.callCount } }
    /// The number of retries.
    package var retryCount: Int { state.withLock { $0.retryCount } }
    /// The number of body bytes received, including those of failed attempts.
    package var byteCount: Int { state.withLock { $0.byteCount } }

    func countCall() { state.withLock { $0.callCount += 1 } }
    func countRetry() { state.withLock { $0.retryCount += 1 } }
    func count(bytes: Int) { state.withLock { $0.byteCount += bytes } }

    /// Returns a random number below `bound`, which must be positive.
    func random(below bound: Int, seed: UInt64) -> Int {
        state.withLock { state in
            var generator = state.generator ?? SplitMix64(seed: seed)
            defer { state.generator = generator }
            return Int.random(in: 0..<bound, using: &generator)
        }
    }
}
