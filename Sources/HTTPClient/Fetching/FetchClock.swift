import Glibc

/// A clock for waiting between attempts and for reading dates: virtual in tests.
package protocol FetchClock: Sendable {
    /// The current time, in seconds since 1970.
    var unixSeconds: Int { get }
    /// Waits for a duration; throws if the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The system's clock.
package struct SystemFetchClock: FetchClock {
    /// Creates the clock.
    package init() {}

    /// The current time, in seconds since 1970.
    package var unixSeconds: Int { time(nil) }

    /// Waits for a duration.
    package func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}
