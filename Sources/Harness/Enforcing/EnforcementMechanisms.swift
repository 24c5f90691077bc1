package import MemoryBudget
package import Processes

/// Every mechanism there is: the plan, `--enforce`, `doctor` and the record of the machine iterate
/// over them in this order.
package enum EnforcementMechanisms {
    static func all(cgroups: CgroupSource = .system) -> [any EnforcementMechanism] {
        [
            CgroupLimit(version: CgroupV1(), source: cgroups),
            CgroupLimit(version: CgroupV2(), source: cgroups),
            Watchdog(),
            DataLimit(),
        ]
    }

    /// The arguments that `--enforce` takes.
    package static var requests: [Enforcement] { requests(of: all()) }

    static func requests(of mechanisms: [any EnforcementMechanism]) -> [Enforcement] {
        [.auto] + mechanisms.map(\.request).uniqued() + [.off]
    }

    /// Tries limits without running anything, so that a run that can't have them fails at once.
    ///
    /// - Throws: `MachineError` `.unavailable`, as a trial would.
    package static func check(_ limits: TrialLimits) throws {
        try EnforcementPlan(limits: limits).remove()
    }

    /// Removes the leftovers of the enforcement of harnesses that have died.
    ///
    /// - Parameter rule: Its age doesn't matter here: such a group holds nothing.
    package static func sweep(_ rule: SweepRule = SweepRule()) -> SweepOutcome {
        all().reduce(into: SweepOutcome()) { $0 += $1.sweep(rule) }
    }

    /// Leaves the machine as it was found; to be called before the process ends.
    package static func restore() {
        for mechanism in all() { mechanism.restore() }
    }
}
