import Glibc
import MemoryBudget
import Processes

/// A way to keep a trial within its budget.
///
/// A new one takes a file of its own and a line in ``EnforcementMechanisms/all(cgroups:)``.
protocol EnforcementMechanism: Sendable {
    /// The name in records and tables.
    var tier: EnforcementTier { get }
    /// The argument of `--enforce` that asks for it.
    var request: Enforcement { get }
    /// The name for people, `cgroup limit`.
    var title: String { get }

    /// Tries it on this machine; nil if a mechanism like it answers here.
    func probe() -> Capability?
    /// The part it has in keeping a budget that is enforced as requested; nil for none.
    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand?
    /// Puts it in force for one trial; nil if a mechanism like it does so here.
    func arm(
        _ demand: EnforcementDemand, for limits: TrialLimits
    ) throws(EnforcementUnavailable) -> (any ArmedEnforcement)?
    /// Removes the leftovers of harnesses that have died.
    func sweep(_ rule: SweepRule) -> SweepOutcome
    /// Leaves the machine as it was found, before the harness ends.
    func restore()
}

/// The part of a mechanism in keeping a budget.
struct EnforcementDemand: Equatable {
    /// The limit it is to set, in bytes, inclusive.
    var limitBytes: Int
    /// Whether it only stops what is faster than another mechanism: without it the trial runs, and
    /// says so.
    var isBackstop = false
}

/// Why a mechanism can't be put in force, for people.
struct EnforcementUnavailable: Error, Equatable {
    var reason: String
    /// The command that would put it in force; nil if none is known.
    var remedy: String?
}

/// A mechanism in force for one trial.
protocol ArmedEnforcement: Sendable {
    /// The mechanism's name in records.
    var tier: EnforcementTier { get }
    /// The kernel's limit that is in force now, in bytes; nil for none.
    var limitBytes: Int? { get }
    /// The budget that the watcher judges by reading the metric; nil leaves it to the kernel.
    var watchedBudget: Budget? { get }
    /// Whether the limit grows with the number of processes.
    var growsWithTree: Bool { get }
    /// Whether the kernel stops the tree at the limit, however fast it grows.
    var stopsOvershoot: Bool { get }

    /// Adds what a process is started under.
    func restrain(_ launch: inout LaunchLimits) throws
    /// Raises the limit to that many processes with memory of their own.
    func makeRoom(processCount: Int)
    /// Whether the kernel killed a process for it, as far as its counters say now.
    func hasKilled() -> Bool
    /// Takes note of the charge by kind, for a kill that no tracer is told of.
    func noteCharge()
    /// The memory pressure on the tree; nil where the kernel counts none for it alone.
    func pressure() -> PressureReading?
    /// The charge of the tree now, in bytes; nil where the kernel counts none for it alone, or where the
    /// charge is not what is judged.
    func chargeBytes() -> Int?
    /// Reads what is lost once a process is gone, which is about to end.
    func noteEnd()
    /// Its record of the trial, taken at the end.
    func evidence() -> any EnforcementEvidence
    /// The processes that it holds together now, dead ones that nobody waited for included.
    var members: [pid_t] { get }
    /// Ends whatever slipped out of the tree.
    func killMembers()
    /// Takes it out of force.
    func remove()
}

/// A mechanism's record of a trial.
protocol EnforcementEvidence: Sendable {
    /// The highest charge that the kernel counted, in bytes; nil where it counts none.
    var chargePeakBytes: Int? { get }
    /// The times that the limit was met, at least; nil where that is not known, which is the default.
    var limitHitCount: Int? { get }
    /// The proof that it ended the trial; nil if it did not.
    func proof(of trial: RawTrial) -> TrialEvidence.Proof?
    /// Why a trial that ended well, and read within its budget, doesn't show that it keeps it; nil
    /// for no reason, which is the default.
    func doubt(about trial: RawTrial) -> TrialEvidence.Proof?
}

/// Limits of a process that are set between fork and execution.
struct LaunchLimits {
    /// A descriptor of the `cgroup.procs` it enters; -1 for none.
    var cgroupProcesses: Int32 = -1
    /// RLIMIT_DATA, whose refusals the tracer sees; 0 for none.
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
