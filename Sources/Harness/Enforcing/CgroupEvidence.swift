import MemoryBudget

/// The kernel's record of a trial's cgroup.
struct CgroupEvidence: Equatable, EnforcementEvidence {
    /// At the end; of the kernel's own memory, the highest that was read.
    var counters: CgroupCounters
    /// Every limit that was in force, ascending: one that was raised later may have killed before.
    var limits: [Int]
    /// Whether the budget was a limit of exactly this size, as that of a container.
    var isContainer = false
    /// The charge at the time of the kill, by kind; nil without a kill, or if nothing could be read.
    var killedParts: ChargeParts?

    /// How close to the limit the peak must be where nothing counts that it was met.
    private static let toleranceBytes = 64 << 10

    var chargePeakBytes: Int? { counters.peakBytes > 0 ? counters.peakBytes : nil }

    /// At least once if the highest charge is the limit: Linux 6.18 no longer counts for version 1.
    /// There it is 0 if the limit was only met by folios too large for what was left.
    var limitHitCount: Int? {
        isAtLimit ? max(1, counters.limitHitCount ?? 0) : counters.limitHitCount
    }

    private var isAtLimit: Bool {
        limits.contains { abs(counters.peakBytes - $0) <= Self.toleranceBytes }
    }

    /// Whether the kernel killed a process of the group.
    var hasKilled: Bool { counters.killCount > 0 }

    /// Whether it did so because of our own limit, and not of one above or of the whole machine.
    var isOurLimit: Bool { hasKilled && (counters.hitLimit ?? isAtLimit) }

    /// A kill outranks even an exit status of 0, because a shell goes on after its child was killed.
    func proof(of trial: RawTrial) -> TrialEvidence.Proof? {
        guard hasKilled else { return nil }
        guard isOurLimit else { return .kernelKillAboveLimit }
        let limit = limits.last ?? 0
        // A kernel without a high-water mark kills at the limit too.
        let charge = chargePeakBytes ?? limit
        return isInMetric(of: trial)
            ? .kernelKill(chargeBytes: charge, limitBytes: limit, parts: killedParts)
            : .kernelKillOutsideMetric(
                chargeBytes: charge, limitBytes: limit, metric: trial.judgedMetric,
                bytes: trial.judged?.bytes, parts: killedParts)
    }

    /// Whether a kernel's kill proves that the metric crossed its budget: the charge also counts
    /// what no metric does. A reading that is within the budget for certain decides by itself; a sampled one
    /// may have missed the end, so what outlived every process is taken off the charge.
    private func isInMetric(of trial: RawTrial) -> Bool {
        guard !isContainer, let budget = trial.budget else { return true }
        if let judged = trial.judged, !budget.allows(judged.bytes) { return true }
        if let judged = trial.judged, [.exact, .interval].contains(judged.quality),
            budget.allows(judged.highBytes)
        {
            return false
        }
        return !budget.allows(counters.peakBytes - counters.sharedBytes - counters.kernelBytes)
    }
}
