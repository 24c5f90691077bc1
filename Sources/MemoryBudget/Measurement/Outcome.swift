/// How a trial ended; the raw value is its name in JSON.
package enum Outcome: String, Codable, CaseIterable, Sendable {
    /// The command succeeded within its budget, and its result is not known to be wrong.
    case completed
    /// The metric crossed the budget, by record, by kernel evidence or by the reading at exit.
    case overBudget = "over_budget"
    /// It ended well, but what it produced is not what the dataset's manifest expects.
    case wrongResult = "wrong_result"
    /// It died of a signal of its own making: a trap, a segmentation fault, an abort.
    case crashed
    /// It ended by itself with a status that says failure.
    case failed
    /// It did not end before its deadline.
    case timedOut = "timed_out"
    /// It stood still for want of memory until its deadline, under a `memory.high`.
    case stalled
    /// Something outside ended it; says nothing about its memory.
    case killedExternally = "killed_externally"
    /// Could not be started or measured.
    case unmeasured
}

/// Why the harness believes an outcome.
package struct Evidence: Hashable, Sendable, Codable {
    /// The kind of proof.
    package var kind: Kind
    /// One sentence with the figures.
    package var detail: String
    /// The figures themselves; nil in runs that were recorded before they were kept.
    package var figures: TrialEvidence?

    /// Makes evidence without figures.
    package init(_ kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }

    /// Makes evidence from figures and the sentence that words them.
    package init(_ figures: TrialEvidence, detail: String) {
        kind = figures.proof.kind
        self.detail = detail
        self.figures = figures
    }

    enum CodingKeys: String, StoredKey {
        case kind, detail, figures
    }

    /// The kinds of proof, strongest first where several apply.
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// The harness's own record, written before it ended the tree.
        case watchdog
        /// The kernel's out-of-memory counters of the trial's own cgroup.
        case cgroup
        /// An allocation was refused under a limit of ours.
        case allocationRefused = "allocation_refused"
        /// The peak, read when the process ended, lies above the budget.
        case exactPeak = "exact_peak"
        /// The deadline passed.
        case deadline
        /// The deadline passed while a `memory.high` held up the whole tree.
        case memoryPressure = "memory_pressure"
        /// The harness was asked to stop (SIGINT, SIGTERM).
        case interrupted
        /// Something above the trial's cgroup killed it: a parent group or the machine ran out.
        case environment
        /// SIGKILL that was not ours.
        case foreignKill = "foreign_kill"
        /// SIGILL or SIGTRAP: a Swift (or other) runtime trap.
        case trap
        /// Another fatal signal.
        case signal
        /// A non-zero exit status.
        case exitCode = "exit_code"
        /// The program does not exist.
        case notFound = "not_found"
        /// The program exists and can't be executed.
        case notExecutable = "not_executable"
        /// The result is not what the manifest, the scenario's check or its reference expects.
        case verification
        /// The command ended well, and the check of its result failed.
        case check
        /// What would decide is missing.
        case lost
        /// Nothing went wrong.
        case exited
    }
}

/// How far a figure can be trusted; the raw value is its name in JSON.
package enum Quality: String, Codable, Sendable {
    /// Read from the kernel's own high-water mark at the end, whose counters are off by less than equal
    /// trials lie apart.
    case exact
    /// The same where the counters may be off by more: the truth is between a low and a high end.
    case interval
    /// Read at intervals; a spike between two readings is missed.
    case sampled
    /// The truth is at least this much.
    case lowerBound = "lower_bound"
}
