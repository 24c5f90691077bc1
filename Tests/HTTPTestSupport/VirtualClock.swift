package import HTTPClient
import Synchronization

/// A clock that only goes on when somebody sleeps: hours pass in no time.
///
/// With several tasks, each sleep moves the time for all of them.
package final class VirtualClock: FetchClock {
    private let state: Mutex<State>

    private struct State {
        var milliseconds: Int
        var sleeps: [Duration] = []
    }

    /// A clock that stands at some seconds after 1970.
    package init(unixSeconds: Int = 1_800_000_000) {
        state = Mutex(State(milliseconds: unixSeconds * 1000))
    }

    /// Milliseconds since 1970.
    package var unixMilliseconds: Int { state.withLock { $0.milliseconds } }
    /// Seconds since 1970.
    package var unixSeconds: Int { unixMilliseconds / 1000 }
    /// The sleeps so far, in order.
    package var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Moves the time.
    package func advance(milliseconds: Int) {
        state.withLock { $0.milliseconds += milliseconds }
    }

    /// Moves the time by so long and returns at once.
    package func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        let (seconds, attoseconds) = duration.components
        state.withLock {
            $0.milliseconds += Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
            $0.sleeps.append(duration)
        }
    }
}
