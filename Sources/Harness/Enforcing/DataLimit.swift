import Glibc
import MemoryBudget
import Processes

/// RLIMIT_DATA at 1.5 × the budget: a coarse limit on what a process reserves.
struct DataLimit: EnforcementMechanism {
    let tier = EnforcementTier.rlimit
    let request = Enforcement.rlimit
    let title = "RLIMIT_DATA"
    /// A refused allocation shows only in what the runtime says of it.
    let readsErrors = true

    func probe() -> Capability? {
        Capability(
            .enforcement(tier), name: title, isAvailable: true,
            finding: "coarse: counts reservations, a process at a time")
    }

    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand? {
        request == .rlimit ? EnforcementDemand(limitBytes: budget.limit.bytes / 2 * 3) : nil
    }

    func arm(_ demand: EnforcementDemand, for limits: TrialLimits) -> (any ArmedEnforcement)? {
        ArmedDataLimit(dataLimitBytes: demand.limitBytes)
    }
}

/// The data limit of one trial; the command itself shows whether it ran into it.
struct ArmedDataLimit: ArmedEnforcement, EnforcementEvidence {
    let tier = EnforcementTier.rlimit
    let dataLimitBytes: Int

    var limitBytes: Int? { dataLimitBytes }

    func restrain(_ launch: inout LaunchLimits) { launch.dataLimitBytes = dataLimitBytes }

    func evidence() -> any EnforcementEvidence { self }

    /// A runtime that says so and aborts, or one that dies of a null pointer at the very limit.
    func proof(of trial: RawTrial) -> TrialEvidence.Proof? {
        let deaths = trial.tree.processes.compactMap { process -> (Int32, dataBytes: Int)? in
            guard case .signaled(let signal) = process.status else { return nil }
            return (signal, process.dataBytes)
        }
        let hasDied = deaths.contains { Self.aborts.contains($0.0) } || trial.hasFailed
        if hasDied, Self.refusals.contains(where: trial.errorText.containsIgnoringCase) {
            return .allocationRefused(limitBytes: dataLimitBytes)
        }
        let isAtLimit = deaths.contains { signal, dataBytes in
            (Self.aborts + [SIGSEGV, SIGBUS]).contains(signal)
                && dataBytes >= dataLimitBytes - (1 << 20)
        }
        return isAtLimit ? .diedAtDataLimit(limitBytes: dataLimitBytes) : nil
    }

    /// The signals by which runtimes end when they are refused memory.
    private static let aborts = [SIGABRT, SIGTRAP, SIGILL]

    /// What allocators and runtimes write when they are refused memory.
    private static let refusals = [
        "failed to allocate", "cannot allocate memory", "out of memory", "MemoryError",
        "bad_alloc", "memory exhausted", "OutOfMemoryError",
    ]
}

extension String {
    /// Whether it contains `part`, whatever the case of ASCII letters.
    fileprivate func containsIgnoringCase(_ part: String) -> Bool {
        let text = Array(lowercased().utf8)
        let wanted = Array(part.lowercased().utf8)
        guard text.count >= wanted.count else { return false }
        return (0...(text.count - wanted.count)).contains { start in
            text[start..<start + wanted.count].elementsEqual(wanted)
        }
    }
}
