import Glibc
import MemoryBudget
import Processes

/// A kernel limit on the charge of a group of processes: either exactly the budget, like a
/// container of that size, or slightly above it, as a backstop of the watchdog.
struct CgroupLimit: EnforcementMechanism {
    let version: any CgroupVersion
    let source: CgroupSource

    var tier: EnforcementTier { version.tier }
    let request = Enforcement.cgroup
    let title = "cgroup limit"

    /// Creates a group and removes it again.
    func probe() -> Capability? {
        do throws(EnforcementUnavailable) {
            guard let parent = try parent() else { return nil }
            try parent.makeGroup(limitBytes: 64 << 20).remove()
            return Capability(
                .enforcement(tier), name: title, isAvailable: true,
                finding: "\(version.title), below \(parent.location.ownPath)")
        } catch {
            return Capability(
                .enforcement(tier), name: title, isAvailable: false, finding: error.reason,
                advice: source.remedy())
        }
    }

    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand? {
        let limitBytes = budget.limit.bytes
        if request == .cgroup || request == .auto && budget.metric == .container {
            return EnforcementDemand(limitBytes: limitBytes)
        }
        // Live bytes are only a part of memory: a limit on all of it would stop what stays within
        // the budget.
        guard request == .auto, budget.metric != .peakLive else { return nil }
        // The charge is not RSS, so a backstop lies above the budget.
        return EnforcementDemand(
            limitBytes: limitBytes + max(16 << 20, limitBytes / 10), isBackstop: true)
    }

    func arm(
        _ demand: EnforcementDemand, for limits: TrialLimits
    ) throws(EnforcementUnavailable) -> (any ArmedEnforcement)? {
        guard let parent = try parent() else { return nil }
        // A budget for one process doesn't limit the sum; a ceiling limits the tree.
        let isOfOneProcess = [.peakRSS, .peakAnonymous].contains(limits.budget?.metric)
        let grows =
            demand.isBackstop && isOfOneProcess && !limits.followsTree && !limits.isCeiling
        let limit = TreeLimit(
            fixedBytes: grows ? 0 : demand.limitBytes,
            bytesPerProcess: (grows ? demand.limitBytes : 0)
                + (demand.isBackstop ? limits.profilerBytes : 0))
        return ArmedCgroup(
            group: try makeGroup(below: parent, limitBytes: limit.bytes(processCount: 1)),
            isContainer: !demand.isBackstop, limit: limit)
    }

    func sweep(_ rule: SweepRule) -> SweepOutcome {
        if rule.isRehearsal {
            // Finding our own group has already swept it.
            guard let location = CgroupLocation(files: SystemFiles()), location.version.tier == tier
            else { return SweepOutcome() }
            return CgroupParent.sweep(location, files: SystemFiles(), rule: rule)
        }
        guard let parent = try? parent() else { return SweepOutcome() }
        var outcome = parent.sweptAtStart
        outcome += parent.sweep()
        return outcome
    }

    func restore() { CgroupSource.restore() }

    /// Returns the parent of the trials' groups; `nil` if the other version is responsible here.
    private func parent() throws(EnforcementUnavailable) -> CgroupParent? {
        switch source.find() {
        case .success(let parent): return parent.version.tier == tier ? parent : nil
        case .failure(let error):
            guard version.answersForNone else { return nil }
            throw EnforcementUnavailable(reason: error.reason, remedy: source.remedy())
        }
    }

    /// Creates a trial's group; the error says why that is impossible and what would help.
    private func makeGroup(
        below parent: CgroupParent, limitBytes: Int
    ) throws(EnforcementUnavailable) -> TrialCgroup {
        do throws(EnforcementUnavailable) {
            return try parent.makeGroup(limitBytes: limitBytes)
        } catch {
            throw EnforcementUnavailable(reason: error.reason, remedy: source.remedy())
        }
    }
}

/// A memory limit of a tree of processes: a fixed part, and a part for each process.
struct TreeLimit {
    /// The part for all processes together, in bytes.
    let fixedBytes: Int
    /// The part for each process, in bytes.
    let bytesPerProcess: Int

    func bytes(processCount: Int) -> Int { fixedBytes + bytesPerProcess * max(1, processCount) }
}

/// The group of one trial, in force.
struct ArmedCgroup: ArmedEnforcement {
    let group: TrialCgroup
    /// Whether the limit is exactly the budget, so that the charge is the judged metric.
    let isContainer: Bool
    /// The limit, which may grow with the tree.
    let limit: TreeLimit

    var tier: EnforcementTier { group.version.tier }
    var limitBytes: Int? { group.limitBytes }
    var growsWithTree: Bool { limit.bytesPerProcess > 0 }
    var stopsOvershoot: Bool { true }

    func restrain(_ launch: inout LaunchLimits) throws {
        launch.cgroupProcesses = try group.openProcesses()
    }

    func makeRoom(processCount: Int) {
        let limitBytes = limit.bytes(processCount: processCount)
        guard limitBytes > group.limitBytes else { return }
        do throws(EnforcementUnavailable) {
            try group.setLimit(bytes: limitBytes)
        } catch {
            // The old limit stays: the metric then identifies a kill below the budget.
            return
        }
    }

    func hasKilled() -> Bool { group.hasKilled }
    func noteCharge() { group.noteCharge() }
    func pressure() -> PressureReading? { group.pressure() }
    func chargeBytes() -> Int? { isContainer ? group.chargeBytes() : nil }
    func noteEnd() { group.noteEnd() }
    func evidence() -> any EnforcementEvidence { group.evidence(isContainer: isContainer) }
    var members: [pid_t] { group.members }
    func killMembers() { group.killMembers() }
    func remove() { group.remove() }
}
