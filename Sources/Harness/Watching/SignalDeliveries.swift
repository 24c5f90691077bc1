import Glibc

/// The signals that the leader of a tree received directly, not through the harness.
struct SignalDeliveries {
    /// The maximum time between the arrivals of one signal at the members of a group.
    private static let nanosecondsMaximum = 1_000_000_000
    private var last: [Int32: (sender: pid_t, nanoseconds: Int)] = [:]

    /// Records a delivery.
    mutating func note(_ signal: Int32, from sender: pid_t, at now: Int) {
        last[signal] = (sender, now)
    }

    /// Returns whether the same sender sent the signal to the leader recently.
    func contains(_ signal: Int32, from sender: pid_t?, at now: Int) -> Bool {
        guard let delivery = last[signal], delivery.sender == sender else { return false }
        return now - delivery.nanoseconds < Self.nanosecondsMaximum
    }

    /// Returns whether the harness forwards this signal at all.
    static func isForwarded(_ signal: Int32) -> Bool {
        switch signal {
        case SIGINT, SIGTERM, SIGHUP, SIGQUIT: true
        default: false
        }
    }
}
