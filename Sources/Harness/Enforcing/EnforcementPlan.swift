import MemoryBudget

/// What limits one trial, chosen before it starts and printed with its result.
struct EnforcementPlan {
    /// For the observation.
    private(set) var record: EnforcementRecord
    /// The kernel's limit, if there is one.
    private(set) var cgroup: TrialCgroup?
    /// Whether the watcher reads the metric and ends the tree.
    private(set) var watches = false
    /// RLIMIT_DATA; 0 for none.
    private(set) var dataLimitBytes = 0

    /// The record with the limit that was in force at the end: it grows with the tree.
    var finalRecord: EnforcementRecord {
        var final = record
        if let cgroup { final.limitBytes = cgroup.limitBytes }
        return final
    }

    /// How far above the budget the kernel's backstop lies: the charge is not RSS.
    static func backstopBytes(_ budget: Budget) -> Int {
        budget.limit.bytes + max(16 << 20, budget.limit.bytes / 10)
    }

    /// Chooses the tiers.
    ///
    /// - Throws: `HarnessError` `.unavailable` where `cgroup` was asked for, or required, and can't
    ///   be had: never a silent downgrade.
    init(limits: TrialLimits, cgroups: CgroupSource) throws {
        record = EnforcementRecord(requested: limits.enforcement)
        guard let budget = limits.budget else {
            try require(limits.requiredEnforcement)
            return
        }
        switch limits.enforcement {
        case .off: break
        case .watchdog: addWatchdog()
        case .rlimit:
            dataLimitBytes = budget.limit.bytes / 2 * 3
            record.tiers.append(.rlimit)
            record.limitBytes = dataLimitBytes
        case .cgroup:
            try addCgroup(limitBytes: budget.limit.bytes, from: cgroups, isWanted: true)
        case .auto:
            addWatchdog()
            // Live bytes are a part of memory: a limit on the whole would stop what keeps it.
            if budget.metric != .peakLive {
                try addCgroup(
                    limitBytes: Self.backstopBytes(budget), from: cgroups, isWanted: false)
            }
        }
        try require(limits.requiredEnforcement)
    }

    private mutating func addWatchdog() {
        watches = true
        record.tiers.append(.watchdog)
    }

    private mutating func addCgroup(
        limitBytes: Int, from cgroups: CgroupSource, isWanted: Bool
    ) throws {
        do throws(CgroupParent.Unavailable) {
            let group = try cgroups.parent().makeGroup(limitBytes: limitBytes)
            cgroup = group
            record.tiers.append(group.version == .v1 ? .cgroupV1 : .cgroupV2)
            record.limitBytes = limitBytes
        } catch {
            record.missing = error.reason
            guard isWanted else { return }
            throw HarnessError(
                .unavailable,
                "a cgroup limit can't be had: \(error.reason); use --enforce watchdog, or see"
                    + " 'membudget doctor'")
        }
    }

    /// Fails closed: what is required and not in force stops the trial before it starts.
    private func require(_ kind: Enforcement?) throws {
        guard let kind else { return }
        let isInForce =
            switch kind {
            case .cgroup: cgroup != nil
            case .watchdog: watches
            case .rlimit: dataLimitBytes > 0
            case .auto, .off: true
            }
        if isInForce { return }
        cgroup?.remove()
        let isWithoutBudget = record.tiers.isEmpty && record.requested != .off
        let reason =
            record.missing.map { ": \($0)" }
            ?? (isWithoutBudget ? ": there is no budget to enforce, give --budget" : "")
        throw HarnessError(
            .unavailable,
            "required enforcement '\(kind.rawValue)' is not in force with --enforce"
                + " \(record.requested.rawValue)\(reason)")
    }
}
