import MemoryBudget

/// Tries limits without running anything, so that a run that can't have them fails at once.
package enum EnforcementCheck {
    /// Puts the limits in force and takes them away again.
    ///
    /// - Throws: `HarnessError` `.unavailable`, as a trial would.
    package static func run(_ limits: TrialLimits) throws {
        try EnforcementPlan(limits: limits, cgroups: .system).cgroup?.remove()
    }
}
