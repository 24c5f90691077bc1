/// The requested way to enforce a budget; the raw value is the argument of `--enforce`.
///
/// The set of values is open: each mechanism adds its own.
package struct Enforcement: RawRepresentable, Hashable, Codable, Sendable {
    /// The argument of `--enforce`.
    package let rawValue: String

    /// Creates a request from the argument of `--enforce`.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The watchdog, with a cgroup limit slightly above the budget where possible.
    package static let auto = Enforcement(rawValue: "auto")
    /// A kernel limit of exactly the budget, as in a container of that size.
    package static let cgroup = Enforcement(rawValue: "cgroup")
    /// The harness reads the metric and kills the process tree when it crosses the budget.
    package static let watchdog = Enforcement(rawValue: "watchdog")
    /// `RLIMIT_DATA` at 1.5 × the budget: a coarse backstop.
    package static let rlimit = Enforcement(rawValue: "rlimit")
    /// No enforcement: the budget is judged afterwards.
    package static let off = Enforcement(rawValue: "off")
}

/// The name of a mechanism that enforced a trial's budget; an open set, because each mechanism adds
/// its own.
package struct EnforcementTier: RawRepresentable, Hashable, Codable, Sendable {
    /// The name used in JSON and in tables.
    package let rawValue: String

    /// Creates a tier from its name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The harness's own watchdog.
    package static let watchdog = EnforcementTier(rawValue: "watchdog")
    /// A cgroup v1 memory limit.
    package static let cgroupV1 = EnforcementTier(rawValue: "cgroup-v1")
    /// A cgroup v2 memory limit.
    package static let cgroupV2 = EnforcementTier(rawValue: "cgroup-v2")
    /// The resource limit `RLIMIT_DATA`.
    package static let rlimit = EnforcementTier(rawValue: "rlimit")
}

/// The allocator that the measured command runs with; the raw value is the argument of
/// `--allocator`.
package enum Allocator: String, Codable, CaseIterable, Sendable {
    /// The command's own allocator: nothing is preloaded.
    case system
    /// jemalloc, preloaded together with the agent.
    case jemalloc
}
