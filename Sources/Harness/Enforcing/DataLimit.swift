import MemoryBudget
import Processes

/// RLIMIT_DATA at 1.5 × the budget: a coarse limit on what a process reserves.
///
/// The kernel counts no refusals, so that each call for memory is watched: a refused call is the
/// evidence, not what the command prints.
struct DataLimit: EnforcementMechanism {
    let tier = EnforcementTier.rlimit
    let request = Enforcement.rlimit
    let title = "RLIMIT_DATA"

    func probe() -> Capability? {
        Capability(
            .enforcement(tier), name: title, isAvailable: true,
            finding: "coarse: counts reservations, per process; stops at each call for memory")
    }

    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand? {
        request == .rlimit ? EnforcementDemand(limitBytes: budget.limit.bytes / 2 * 3) : nil
    }

    func arm(
        _ demand: EnforcementDemand, for limits: TrialLimits
    ) throws(EnforcementUnavailable) -> (any ArmedEnforcement)? {
        guard limits.traces else {
            throw EnforcementUnavailable(
                reason: "refused allocations are seen only with tracing (leave out --no-ptrace)")
        }
        return ArmedDataLimit(dataLimitBytes: demand.limitBytes)
    }
}

/// The data limit of one trial, and the evidence of what it refused.
struct ArmedDataLimit: ArmedEnforcement, EnforcementEvidence {
    let tier = EnforcementTier.rlimit
    let dataLimitBytes: Int

    var limitBytes: Int? { dataLimitBytes }

    func restrain(_ launch: inout LaunchLimits) { launch.dataLimitBytes = dataLimitBytes }

    func evidence() -> any EnforcementEvidence { self }

    /// A process that was refused memory and then failed, whatever its parent made of it.
    func proof(of trial: RawTrial) -> TrialEvidence.Proof? {
        let died = trial.tree.processes.lazy.filter(\.hasFailed).compactMap(\.refusals.last).first
        return died.map { refusal in
            .allocationRefused(
                limitBytes: dataLimitBytes, bytes: refusal.bytes, dataBytes: refusal.dataBytes)
        }
    }

    /// A command that did with less: what it would have taken is not known.
    func doubt(about trial: RawTrial) -> TrialEvidence.Proof? {
        let refusals = trial.tree.processes.map(\.refusals)
        if let last = refusals.lazy.compactMap(\.last).first {
            return .refusalSurvived(
                limitBytes: dataLimitBytes, bytes: last.bytes, dataBytes: last.dataBytes,
                refusals: refusals.reduce(0) { $0 + $1.count })
        }
        return trial.tree.hasSeenAllocations ? nil : .refusalsNotSeen(limitBytes: dataLimitBytes)
    }
}

extension TracedProcess {
    /// Whether it ended by itself, and not well.
    fileprivate var hasFailed: Bool {
        switch status {
        case .exited(let code): code != 0
        case .signaled(let signal): !RawTrial.foreignSignals.contains(signal)
        case nil: false
        }
    }
}
