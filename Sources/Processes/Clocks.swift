internal import Glibc

/// Returns the time of CLOCK_MONOTONIC, in nanoseconds.
///
/// ```swift
/// let start = monotonicNanoseconds()
/// let elapsed = Duration.nanoseconds(monotonicNanoseconds() - start)
/// ```
package func monotonicNanoseconds() -> Int { nanoseconds(CLOCK_MONOTONIC) }

/// Returns the processor time of the calling thread, in nanoseconds.
package func threadNanoseconds() -> Int { nanoseconds(CLOCK_THREAD_CPUTIME_ID) }

private func nanoseconds(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
