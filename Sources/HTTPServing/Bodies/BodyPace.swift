/// The time that a client may still take for a body: what a slow connection may have and a dripping
/// one may not.
///
/// It begins with an allowance. Waiting for the client takes from it, and every byte adds what it may
/// take at the lowest rate, up to the allowance. Time in which nobody here asks for more is not the
/// client's.
struct BodyPace {
    private let allowanceNanoseconds: Int64
    private let bytesPerSecondMin: Int64
    private var leftNanoseconds: Int64
    private var waitStart: Int64?

    /// - Parameters:
    ///   - allowanceMilliseconds: The longest silence.
    ///   - bytesPerSecondMin: The lowest rate in the long run.
    init(allowanceMilliseconds: Int, bytesPerSecondMin: Int) {
        allowanceNanoseconds = Int64(allowanceMilliseconds) * 1_000_000
        self.bytesPerSecondMin = Int64(max(bytesPerSecondMin, 1))
        leftNanoseconds = allowanceNanoseconds
    }

    /// Says that more is asked for, at a time in nanoseconds.
    mutating func ask(at now: Int64) {
        waitStart = waitStart ?? now
    }

    /// Says that bytes came.
    mutating func receive(_ byteCount: Int, at now: Int64) {
        if let waitStart { leftNanoseconds -= now - waitStart }
        waitStart = nil
        let (earned, overflows) = Int64(byteCount).multipliedReportingOverflow(by: 1_000_000_000)
        let added = overflows ? allowanceNanoseconds : earned / bytesPerSecondMin
        leftNanoseconds = min(
            leftNanoseconds + min(added, allowanceNanoseconds), allowanceNanoseconds)
    }

    /// The time at which the client will have taken too long if nothing comes; nil while it isn't
    /// waited for.
    var deadline: Int64? { waitStart.map { $0 + max(leftNanoseconds, 0) } }
}

/// A body came too slowly.
struct SlowBody: Error {}
