import MemoryBudget

/// The kernel's record of a trial's cgroup.
struct CgroupEvidence: Equatable, EnforcementEvidence {
    /// The counters at the end of the trial; for kernel memory, the highest reading.
    var counters: CgroupCounters
    /// Every limit that was in force, ascending: a limit that was raised later may have killed
    /// before.
    var limits: [Int]
    /// Whether the limit was exactly the budget, as for a container.
    var isContainer = false
    /// The charge by kind at the time of the kill; `nil` without a kill, or if nothing could be
    /// read.
    var killedParts: ChargeParts?

    /// The maximum distance, in bytes, between peak and limit if nothing counts limit hits.
    private static let toleranceBytes = 64 << 10

    var chargePeakBytes: Int? { counters.peakBytes > 0 ? counters.peakBytes : nil }

    /// The number of limit hits: at least 1 if the highest charge is the limit, because Linux 6.18
    /// no longer counts them for version 1. It is 0 there if only folios larger than the remaining
    /// room hit the limit.
    var limitHitCount: Int? {
        isAtLimit ? max(1, counters.limitHitCount ?? 0) : counters.limitHitCount
    }

    private var isAtLimit: Bool {
        limits.contains { abs(counters.peakBytes - $0) <= Self.toleranceBytes }
    }

    /// Whether the kernel killed a process of the group.
    var hasKilled: Bool { counters.killCount > 0 }

    /// Whether it killed because of our own limit, not a limit above it or of the whole machine.
    var isOurLimit: Bool { hasKilled && (counters.hitLimit ?? isAtLimit) }

    /// Returns the proof of a kill. It outranks even an exit status of 0, because a shell continues
    /// after its child was killed.
    func proof(of trial: RawTrial) -> TrialEvidence.Proof? {
        guard hasKilled else { return nil }
        guard isOurLimit else { return .kernelKillAboveLimit }
        let limit = limits.last ?? 0
        // A kernel without a high-water mark still kills at the limit.
        let charge = chargePeakBytes ?? limit
        return isInMetric(of: trial)
            ? .kernelKill(chargeBytes: charge, limitBytes: limit, parts: killedParts)
            : .kernelKillOutsideMetric(
                chargeBytes: charge, limitBytes: limit, metric: trial.judgedMetric,
                bytes: trial.judged?.bytes, parts: killedParts)
    }

    /// Returns whether a kill by the kernel proves that the metric crossed its budget.
    ///
    /// The charge also includes memory that no metric counts. A reading that is certainly within
    /// the budget settles the question. A sampled one may have missed the end, so memory that
    /// outlived every process is subtracted from the charge.
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
