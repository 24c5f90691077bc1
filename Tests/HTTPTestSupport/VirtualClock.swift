package import HTTPClient
import Synchronization

/// A clock that only advances when a task sleeps: hours pass in no time.
///
/// With several tasks, each sleep advances the time for all of them.
package final class VirtualClock: FetchClock {
    private let state: Mutex<State>

    private struct State {
        var milliseconds: Int
        var sleeps: [Duration] = []
    }

    /// Creates a clock set to some seconds after 1970.
    package init(unixSeconds: Int = 1_800_000_000) {
        state = Mutex(State(milliseconds: unixSeconds * 1000))
    }

    /// The current time, in milliseconds since 1970.
    package var unixMilliseconds: Int { state.withLock { $0.milliseconds } }
    /// The current time, in seconds since 1970.
    package var unixSeconds: Int { unixMilliseconds / 1000 }
    /// The sleeps so far, in order.
    package var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Advances the time.
    package func advance(milliseconds: Int) {
        state.withLock { $0.milliseconds += milliseconds }
    }

    /// Advances the time by a duration and returns at once.
    package func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        let (seconds, attoseconds) = duration.components
        state.withLock {
            $0.milliseconds += Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
            $0.sleeps.append(duration)
        }
    }
}
