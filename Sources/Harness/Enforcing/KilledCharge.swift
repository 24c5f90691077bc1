import MemoryBudget

/// The charge of a group at the time of a kill, by kind, estimated from readings around it.
///
/// Only a tracer stops a killed process while its memory is charged. Without one, readings after
/// the kill come too late, and the last one before it is the best estimate.
struct KilledCharge: Equatable {
    private var before: ChargeParts?
    private var after: ChargeParts?

    /// Records a reading.
    ///
    /// - Parameter hasKilled: Whether the kernel had killed a process of the group by then.
    mutating func note(_ parts: ChargeParts, hasKilled: Bool) {
        guard parts.totalBytes > 0 else { return }
        if !hasKilled {
            before = parts
        } else if parts.totalBytes > after?.totalBytes ?? 0 {
            after = parts
        }
    }

    /// The charge by kind; `nil` if nothing could be read.
    var parts: ChargeParts? {
        guard let before, let after else { return after ?? before }
        return 2 * after.totalBytes >= before.totalBytes ? after : before
    }
}
