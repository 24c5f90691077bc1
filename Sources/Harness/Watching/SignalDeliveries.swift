import Glibc

/// Signals that reached the leader of a tree by themselves, not through the harness.
struct SignalDeliveries {
    /// The longest time between the moments at which one signal to a group reaches its members.
    private static let nanosecondsMaximum = 1_000_000_000
    private var last: [Int32: (sender: pid_t, nanoseconds: Int)] = [:]

    /// Takes note of one.
    mutating func note(_ signal: Int32, from sender: pid_t, at now: Int) {
        last[signal] = (sender, now)
    }

    /// Whether the same sender sent the signal to the leader a moment ago.
    func contains(_ signal: Int32, from sender: pid_t?, at now: Int) -> Bool {
        guard let delivery = last[signal], delivery.sender == sender else { return false }
        return now - delivery.nanoseconds < Self.nanosecondsMaximum
    }

    /// Whether the harness forwards such a signal at all.
    static func isForwarded(_ signal: Int32) -> Bool {
        switch signal {
        case SIGINT, SIGTERM, SIGHUP, SIGQUIT: true
        default: false
        }
    }
}
