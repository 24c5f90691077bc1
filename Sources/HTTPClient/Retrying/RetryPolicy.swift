/// The number of attempts that a request has, and the time between them.
///
/// Full jitter: a random time up to a bound that doubles with every attempt, so that many clients
/// don't come back together. `Retry-After` is waited for in addition, never less.
package struct RetryPolicy: Hashable, Sendable {
    /// The most attempts, the first included; default 6.
    package var attemptCountMax = 6
    /// The bound on the first wait, in milliseconds; default 100.
    package var waitMillisecondsFirst = 100
    /// The highest bound on a wait, in milliseconds; default 10,000.
    package var waitMillisecondsMax = 10_000
    /// The longest `Retry-After` that anybody waits for, in seconds; default 60.
    package var retryAfterSecondsMax = 60
    /// The seed of the jitter; default 1.
    package var seed: UInt64 = 1

    /// The defaults.
    package init() {}

    /// The time to wait after an attempt; nil if the source asks for more than anybody waits.
    ///
    /// - Parameters:
    ///   - attempt: Which one failed, from 1.
    ///   - retryAfter: The header's value; nil if there was none.
    ///   - now: Seconds since 1970.
    ///   - random: Gives a number below a positive bound.
    package func wait(
        attempt: Int, retryAfter: String?, now: Int, random: (Int) -> Int
    ) -> Duration? {
        let asked = retryAfter.flatMap { RetryAfter.seconds(in: $0, now: now) } ?? 0
        guard asked <= retryAfterSecondsMax else { return nil }
        // 30 doublings are more than any bound.
        let bound = min(waitMillisecondsFirst << min(attempt - 1, 30), waitMillisecondsMax)
        return .seconds(asked) + .milliseconds(random(max(bound, 1)))
    }
}
