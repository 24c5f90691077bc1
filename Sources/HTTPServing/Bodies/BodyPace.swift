/// The remaining time that a client may take for a body: enough for a slow connection, but not for
/// one that drips.
///
/// It starts with an allowance. Waiting for the client reduces it, and every byte adds the time it
/// may take at the minimum rate, up to the allowance. Time in which the server doesn't ask for more
/// is not counted.
struct BodyPace {
    private let allowanceNanoseconds: Int64
    private let bytesPerSecondMin: Int64
    private var leftNanoseconds: Int64
    private var waitStart: Int64?

    /// - Parameters:
    ///   - allowanceMilliseconds: The maximum silence.
    ///   - bytesPerSecondMin: The minimum average rate.
    init(allowanceMilliseconds: Int, bytesPerSecondMin: Int) {
        allowanceNanoseconds = Int64(allowanceMilliseconds) * 1_000_000
        self.bytesPerSecondMin = Int64(max(bytesPerSecondMin, 1))
        leftNanoseconds = allowanceNanoseconds
    }

    /// Starts waiting for the client, at a time in nanoseconds.
    mutating func ask(at now: Int64) {
        waitStart = waitStart ?? now
    }

    /// Records bytes that arrived.
    mutating func receive(_ byteCount: Int, at now: Int64) {
        if let waitStart { leftNanoseconds -= now - waitStart }
        waitStart = nil
        let (earned, overflows) = Int64(byteCount).multipliedReportingOverflow(by: 1_000_000_000)
        let added = overflows ? allowanceNanoseconds : earned / bytesPerSecondMin
        leftNanoseconds = min(
            leftNanoseconds + min(added, allowanceNanoseconds), allowanceNanoseconds)
    }

    /// The time at which the client is too slow if nothing arrives; `nil` while not waiting for it.
    var deadline: Int64? { waitStart.map { $0 + max(leftNanoseconds, 0) } }
}

/// The error for a body that arrived too slowly.
struct SlowBody: Error {}
