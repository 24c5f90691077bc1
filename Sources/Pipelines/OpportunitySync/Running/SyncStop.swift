import HTTPClient
import Synchronization

/// A request to stop a sync, from any thread: it ends between two pages, and waits end at once.
package final class SyncStop: Sendable {
    private let state = Mutex(State())

    private struct State {
        var reason: StopReason?
        var handler: (@Sendable () -> Void)?
    }

    /// Nobody has asked yet.
    package init() {}

    /// The reason to stop; nil if nobody asked.
    package var reason: StopReason? {
        state.withLock { $0.reason }
    }

    /// Asks to stop; the first reason stays.
    package func request(_ reason: StopReason = .asked) {
        let handler = state.withLock { state in
            if state.reason == nil { state.reason = reason }
            return state.handler
        }
        handler?()
    }

    /// Calls a handler at every request from now on, and at once if there was one.
    func onRequest(_ handler: (@Sendable () -> Void)?) {
        let isAsked = state.withLock { state in
            state.handler = handler
            return state.reason != nil
        }
        if isAsked { handler?() }
    }
}

/// A clock by which nobody sleeps beyond the end of a run.
struct LimitedClock: FetchClock {
    private let clock: any FetchClock
    private let stop: SyncStop
    /// Seconds since 1970; nil without a limit.
    private let end: Int?

    /// Starts the run's time.
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

    /// Sleeps, or asks to stop if the end comes first.
    func sleep(for duration: Duration) async throws {
        guard let end, duration >= .seconds(end - clock.unixSeconds) else {
            return try await clock.sleep(for: duration)
        }
        try await clock.sleep(for: max(.seconds(end - clock.unixSeconds), .zero))
        stop.request(.timeLimit)
        throw CancellationError()
    }
}
