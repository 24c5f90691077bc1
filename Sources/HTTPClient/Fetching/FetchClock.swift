import Glibc

/// The time, for waiting between attempts and for reading dates: virtual in tests.
package protocol FetchClock: Sendable {
    /// Seconds since 1970.
    var unixSeconds: Int { get }
    /// Returns after so long, or throws if the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The system's clock.
package struct SystemFetchClock: FetchClock {
    /// Creates the clock.
    package init() {}

    /// Seconds since 1970.
    package var unixSeconds: Int { time(nil) }

    /// Sleeps.
    package func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}
