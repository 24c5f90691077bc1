import HTTPClient
import Synchronization

/// A request to stop a sync, from any thread: it stops between two pages, and stops waiting at
/// once.
///
/// ```swift
/// let stop = SyncStop()
/// stop.request()
/// print(stop.reason?.description ?? "not requested")
/// ```
package final class SyncStop: Sendable {
    private let state = Mutex(State())

    private struct State {
        var reason: StopReason?
        var handler: (@Sendable () -> Void)?
    }

    /// Creates a stop that isn't requested yet.
    package init() {}

    /// The reason to stop; `nil` if no stop was requested.
    package var reason: StopReason? {
        state.withLock { $0.reason }
    }

    /// Requests a stop; the first reason is kept.
    package func request(_ reason: StopReason = .asked) {
        let handler = state.withLock { state in
            if state.reason == nil { state.reason = reason }
            return state.handler
        }
        handler?()
    }

    /// Calls a handler at every later request, and at once if there was one already.
    func onRequest(_ handler: (@Sendable () -> Void)?) {
        let isAsked = state.withLock { state in
            state.handler = handler
            return state.reason != nil
        }
        if isAsked { handler?() }
    }
}

/// A clock that never sleeps beyond the time limit of a run.
struct LimitedClock: FetchClock {
    private let clock: any FetchClock
    private let stop: SyncStop
    /// The end of the run in seconds since 1970; `nil` without a limit.
    private let end: Int?

    /// Creates the clock and starts the run's time.
    init(_ clock: any FetchClock, timeLimitSeconds: Int, stop: SyncStop) {
        self.clock = clock
        self.stop = stop
        end = timeLimitSeconds > 0 ? clock.unixSeconds + timeLimitSeconds : nil
    }

    var unixSeconds: Int { clock.unixSeconds }

    /// Requests the stop if the time is over.
    func check() {
        if let end, clock.unixSeconds >= end { stop.request(.timeLimit) }
    }

    /// Sleeps, or requests a stop if the time limit is reached first.
    func sleep(for duration: Duration) async throws {
        guard let end, duration >= .seconds(end - clock.unixSeconds) else {
            return try await clock.sleep(for: duration)
        }
        try await clock.sleep(for: max(.seconds(end - clock.unixSeconds), .zero))
        stop.request(.timeLimit)
        throw CancellationError()
    }
}
