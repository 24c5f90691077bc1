/// How a budget is asked to be enforced; the raw value is the argument of `--enforce`.
package enum Enforcement: String, Codable, CaseIterable, Sendable {
    /// The watchdog, and where possible a cgroup a little above it.
    case auto
    /// A kernel limit of exactly the budget, as a container of that size.
    case cgroup
    /// The harness reads the metric and ends the tree when it crosses.
    case watchdog
    /// RLIMIT_DATA at 1.5 × the budget: a coarse backstop.
    case rlimit
    /// Measured, not enforced.
    case off
}

/// One mechanism that did enforce a trial.
package enum EnforcementTier: String, Codable, Sendable {
    case watchdog
    case cgroupV1 = "cgroup-v1"
    case cgroupV2 = "cgroup-v2"
    case rlimit
}

/// Which allocator the measured command runs with; the raw value is `--allocator`'s argument.
package enum Allocator: String, Codable, CaseIterable, Sendable {
    /// Whatever the command brings: nothing is preloaded.
    case system
    /// jemalloc and the agent are preloaded.
    case jemalloc
}
