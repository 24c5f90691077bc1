/// The number of attempts for a request, and the waits between them.
///
/// ```swift
/// var policy = RetryPolicy()
/// policy.attemptCountMax = 3
/// ```
///
/// The waits have full jitter: each is a random time up to a limit that doubles with every attempt,
/// so that many clients don't retry simultaneously. The wait of `Retry-After` is added to it.
package struct RetryPolicy: Hashable, Sendable {
    /// The maximum number of attempts, including the first; 6 by default.
    package var attemptCountMax = 6
    /// The limit of the first wait, in milliseconds; 100 by default.
    package var waitMillisecondsFirst = 100
    /// The maximum limit of a wait, in milliseconds; 10,000 by default.
    package var waitMillisecondsMax = 10_000
    /// The maximum `Retry-After` to wait for, in seconds; 60 by default.
    package var retryAfterSecondsMax = 60
    /// The seed of the jitter; 1 by default.
    package var seed: UInt64 = 1

    /// Creates the default policy.
    package init() {}

    /// Returns the wait after an attempt; `nil` if the source asks for more than the maximum.
    ///
    /// - Parameters:
    ///   - attempt: The number of the failed attempt, from 1.
    ///   - retryAfter: The header's value; `nil` if there was none.
    ///   - now: The current time, in seconds since 1970.
    ///   - random: Returns a random number below a positive bound.
    package func wait(
        attempt: Int, retryAfter: String?, now: Int, random: (Int) -> Int
    ) -> Duration? {
        let asked = retryAfter.flatMap { RetryAfter.seconds(in: $0, now: now) } ?? 0
        guard asked <= retryAfterSecondsMax else { return nil }
        // More than 30 doublings exceed any limit.
        let bound = min(waitMillisecondsFirst << min(attempt - 1, 30), waitMillisecondsMax)
        return .seconds(asked) + .milliseconds(random(max(bound, 1)))
    }
}
