import Glibc
import MemoryBudget
import Processes

/// A way to keep a trial within its budget.
///
/// A new mechanism needs a file of its own and a line in ``EnforcementMechanisms/all(cgroups:)``.
protocol EnforcementMechanism: Sendable {
    /// The mechanism's name in records and tables.
    var tier: EnforcementTier { get }
    /// The argument of `--enforce` that selects it.
    var request: Enforcement { get }
    /// The name for people, such as `cgroup limit`.
    var title: String { get }

    /// Tests the mechanism on this machine; `nil` if a similar mechanism reports for it.
    func probe() -> Capability?
    /// Returns the mechanism's part in enforcing a budget as requested; `nil` for none.
    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand?
    /// Puts the mechanism in force for one trial; `nil` if a similar mechanism takes its place
    /// here.
    func arm(
        _ demand: EnforcementDemand, for limits: TrialLimits
    ) throws(EnforcementUnavailable) -> (any ArmedEnforcement)?
    /// Removes the leftovers of killed harnesses.
    func sweep(_ rule: SweepRule) -> SweepOutcome
    /// Restores the machine's original state, before the harness ends.
    func restore()
}

/// The part of a mechanism in enforcing a budget.
struct EnforcementDemand: Equatable {
    /// The limit to set, in bytes, inclusive.
    var limitBytes: Int
    /// Whether the limit only stops growth that is too fast for another mechanism. Without a
    /// backstop, the trial still runs, and records that.
    var isBackstop = false
}

/// The reason why a mechanism can't be put in force.
struct EnforcementUnavailable: Error, Equatable {
    var reason: String
    /// The command that would put it in force; `nil` if none is known.
    var remedy: String?
}

/// A mechanism in force for one trial.
protocol ArmedEnforcement: Sendable {
    /// The mechanism's name in records.
    var tier: EnforcementTier { get }
    /// The kernel's current limit, in bytes; `nil` for none.
    var limitBytes: Int? { get }
    /// The budget that the watcher judges by reading the metric; `nil` leaves that to the kernel.
    var watchedBudget: Budget? { get }
    /// Whether the limit grows with the number of processes.
    var growsWithTree: Bool { get }
    /// Whether the kernel stops the tree at the limit, however fast it grows.
    var stopsOvershoot: Bool { get }

    /// Adds the mechanism's limits for the new process.
    func restrain(_ launch: inout LaunchLimits) throws
    /// Raises the limit to allow this many processes with memory of their own.
    func makeRoom(processCount: Int)
    /// Returns whether the kernel's counters show that the limit killed a process.
    func hasKilled() -> Bool
    /// Records the charge by kind, for a kill that is not reported to a tracer.
    func noteCharge()
    /// Returns the memory pressure on the tree; `nil` if the kernel doesn't count it for the tree
    /// alone.
    func pressure() -> PressureReading?
    /// Returns the current charge of the tree, in bytes; `nil` if the kernel doesn't count it for
    /// the tree alone, or the charge is not judged.
    func chargeBytes() -> Int?
    /// Reads what is lost when a process ends; called just before.
    func noteEnd()
    /// Returns the record of the trial, at its end.
    func evidence() -> any EnforcementEvidence
    /// The current members, including dead processes that haven't been waited for.
    var members: [pid_t] { get }
    /// Kills members that escaped the tree.
    func killMembers()
    /// Removes the mechanism's limits.
    func remove()
}

/// A mechanism's record of a trial.
protocol EnforcementEvidence: Sendable {
    /// The highest charge that the kernel counted, in bytes; `nil` if it counts none.
    var chargePeakBytes: Int? { get }
    /// The minimum number of limit hits; `nil`, the default, if unknown.
    var limitHitCount: Int? { get }
    /// Returns the proof that the mechanism ended the trial; `nil` if it did not.
    func proof(of trial: RawTrial) -> TrialEvidence.Proof?
    /// Returns why a trial that succeeded, with a reading within its budget, still doesn't prove
    /// that it stays within it; `nil`, the default, for no reason.
    func doubt(about trial: RawTrial) -> TrialEvidence.Proof?
}

/// The limits of a process that are set between fork and execution.
struct LaunchLimits {
    /// The descriptor of the `cgroup.procs` that the process enters; -1 for none.
    var cgroupProcesses: Int32 = -1
    /// The value of RLIMIT_DATA, whose refusals the tracer sees; 0 for none.
    var dataLimitBytes = 0
}

extension EnforcementMechanism {
    func sweep(_ rule: SweepRule) -> SweepOutcome { SweepOutcome() }
    func restore() {}
}

extension ArmedEnforcement {
    var limitBytes: Int? { nil }
    var watchedBudget: Budget? { nil }
    var growsWithTree: Bool { false }
    var stopsOvershoot: Bool { false }

    func restrain(_ launch: inout LaunchLimits) throws {}
    func makeRoom(processCount: Int) {}
    func hasKilled() -> Bool { false }
    func noteCharge() {}
    func pressure() -> PressureReading? { nil }
    func chargeBytes() -> Int? { nil }
    func noteEnd() {}
    var members: [pid_t] { [] }
    func killMembers() {}
    func remove() {}
}

extension EnforcementEvidence {
    var chargePeakBytes: Int? { nil }
    var limitHitCount: Int? { nil }
    func doubt(about trial: RawTrial) -> TrialEvidence.Proof? { nil }
}
