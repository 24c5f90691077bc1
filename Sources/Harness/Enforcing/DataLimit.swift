import MemoryBudget
import Processes

/// RLIMIT_DATA at 1.5 × the budget: a coarse limit on the memory that a process reserves.
///
/// The kernel doesn't count refusals, so every memory call is traced: a refused call is the
/// evidence, not the command's output.
struct DataLimit: EnforcementMechanism {
    let tier = EnforcementTier.rlimit
    let request = Enforcement.rlimit
    let title = "RLIMIT_DATA"

    func probe() -> Capability? {
        Capability(
            .enforcement(tier), name: title, isAvailable: true,
            finding: "coarse: limits reservations per process; interrupts every memory call")
    }

    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand? {
        request == .rlimit ? EnforcementDemand(limitBytes: budget.limit.bytes / 2 * 3) : nil
    }

    func arm(
        _ demand: EnforcementDemand, for limits: TrialLimits
    ) throws(EnforcementUnavailable) -> (any ArmedEnforcement)? {
        guard limits.traces else {
            throw EnforcementUnavailable(
                reason: "refused allocations are visible only with tracing (omit --no-ptrace)")
        }
        return ArmedDataLimit(dataLimitBytes: demand.limitBytes)
    }
}

/// The data limit of one trial, and the evidence of its refusals.
struct ArmedDataLimit: ArmedEnforcement, EnforcementEvidence {
    let tier = EnforcementTier.rlimit
    let dataLimitBytes: Int

    var limitBytes: Int? { dataLimitBytes }

    func restrain(_ launch: inout LaunchLimits) { launch.dataLimitBytes = dataLimitBytes }

    func evidence() -> any EnforcementEvidence { self }

    /// Returns the proof of a process that was refused memory and then failed, even if its parent
    /// ignored that.
    func proof(of trial: RawTrial) -> TrialEvidence.Proof? {
        let died = trial.tree.processes.lazy.filter(\.hasFailed).compactMap(\.refusals.last).first
        return died.map { refusal in
            .allocationRefused(
                limitBytes: dataLimitBytes, bytes: refusal.bytes, dataBytes: refusal.dataBytes)
        }
    }

    /// Returns the proof of a command that survived a refusal: its unrestricted memory is unknown.
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
    /// Whether the process failed by itself.
    fileprivate var hasFailed: Bool {
        switch status {
        case .exited(let code): code != 0
        case .signaled(let signal): !RawTrial.foreignSignals.contains(signal)
        case nil: false
        }
    }
}
