package import MemoryBudget
package import Processes

/// Every enforcement mechanism, in the order used by the plan, `--enforce`, `doctor` and the record
/// of the machine.
///
/// ```swift
/// try EnforcementMechanisms.check(TrialLimits(enforcement: .cgroup))
/// defer { EnforcementMechanisms.restore() }
/// ```
package enum EnforcementMechanisms {
    static func all(cgroups: CgroupSource = .system) -> [any EnforcementMechanism] {
        [
            CgroupLimit(version: CgroupV1(), source: cgroups),
            CgroupLimit(version: CgroupV2(), source: cgroups),
            Watchdog(),
            DataLimit(),
        ]
    }

    /// The arguments that `--enforce` accepts.
    package static var requests: [Enforcement] { requests(of: all()) }

    static func requests(of mechanisms: [any EnforcementMechanism]) -> [Enforcement] {
        [.auto] + mechanisms.map(\.request).uniqued() + [.off]
    }

    /// Puts limits in force without running anything, so a run that can't have them fails at once.
    ///
    /// - Throws: `MachineError` `.unavailable`, as a trial would.
    package static func check(_ limits: TrialLimits) throws {
        try EnforcementPlan(limits: limits).remove()
    }

    /// Removes the enforcement leftovers of killed harnesses.
    ///
    /// - Parameter rule: Its age is ignored: such a group holds nothing.
    package static func sweep(_ rule: SweepRule = SweepRule()) -> SweepOutcome {
        all().reduce(into: SweepOutcome()) { $0 += $1.sweep(rule) }
    }

    /// Restores the machine's original state; must be called before the process ends.
    package static func restore() {
        for mechanism in all() { mechanism.restore() }
    }
}
