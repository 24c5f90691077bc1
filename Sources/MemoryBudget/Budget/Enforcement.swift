/// A way to ask for the enforcement of a budget; the raw value is the argument of `--enforce`.
///
/// An open set: every mechanism brings the argument that asks for it.
package struct Enforcement: RawRepresentable, Hashable, Codable, Sendable {
    /// The argument.
    package let rawValue: String

    /// Makes a request.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The watchdog, and where possible a cgroup a little above it.
    package static let auto = Enforcement(rawValue: "auto")
    /// A kernel limit of exactly the budget, as a container of that size.
    package static let cgroup = Enforcement(rawValue: "cgroup")
    /// The harness reads the metric and ends the tree when it crosses.
    package static let watchdog = Enforcement(rawValue: "watchdog")
    /// RLIMIT_DATA at 1.5 × the budget: a coarse backstop.
    package static let rlimit = Enforcement(rawValue: "rlimit")
    /// Measured, not enforced.
    package static let off = Enforcement(rawValue: "off")
}

/// The name of a mechanism that enforced a trial; an open set, as every mechanism brings its own.
package struct EnforcementTier: RawRepresentable, Hashable, Codable, Sendable {
    /// The name in JSON and in tables.
    package let rawValue: String

    /// Makes a name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The harness's own watchdog.
    package static let watchdog = EnforcementTier(rawValue: "watchdog")
    /// A control group of version 1.
    package static let cgroupV1 = EnforcementTier(rawValue: "cgroup-v1")
    /// A control group of version 2.
    package static let cgroupV2 = EnforcementTier(rawValue: "cgroup-v2")
    /// RLIMIT_DATA.
    package static let rlimit = EnforcementTier(rawValue: "rlimit")
}

/// Which allocator the measured command runs with; the raw value is `--allocator`'s argument.
package enum Allocator: String, Codable, CaseIterable, Sendable {
    /// Whatever the command brings: nothing is preloaded.
    case system
    /// jemalloc and the agent are preloaded.
    case jemalloc
}
