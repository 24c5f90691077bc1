/// The way in which a trial ended; the raw value is its name in JSON.
package enum Outcome: String, Codable, CaseIterable, Sendable {
    /// The command succeeded within its budget, and its result is not known to be wrong.
    case completed
    /// The metric crossed the budget, according to the watchdog, to kernel evidence or to the
    /// reading at exit.
    case overBudget = "over_budget"
    /// The command succeeded, but its result is not the expected one.
    case wrongResult = "wrong_result"
    /// The command was killed by a signal that it caused itself: a trap, an invalid memory access, an
    /// abort.
    case crashed
    /// The command exited with a failure status.
    case failed
    /// The command did not end before its deadline.
    case timedOut = "timed_out"
    /// The command made no progress until its deadline because `memory.high` throttled it.
    case stalled
    /// Something outside killed the command; says nothing about its memory.
    case killedExternally = "killed_externally"
    /// The command could not be started or measured.
    case unmeasured
}

/// The reason for a trial's outcome.
package struct Evidence: Hashable, Sendable, Codable {
    /// The kind of evidence.
    package var kind: Kind
    /// The evidence in one sentence with the figures.
    package var detail: String
    /// The figures themselves; `nil` in runs recorded before figures were stored.
    package var figures: TrialEvidence?

    /// Creates evidence without figures.
    package init(_ kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }

    /// Creates evidence from figures and a sentence that states them.
    package init(_ figures: TrialEvidence, detail: String) {
        kind = figures.proof.kind
        self.detail = detail
        self.figures = figures
    }

    enum CodingKeys: String, StoredKey {
        case kind, detail, figures
    }

    /// The kinds of evidence, the strongest first.
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// The watchdog's own record, written before it killed the tree.
        case watchdog
        /// The out-of-memory counters of the trial's own cgroup.
        case cgroup
        /// An allocation was refused under a data limit set by the harness.
        case allocationRefused = "allocation_refused"
        /// The peak, read when the process ended, is above the budget.
        case exactPeak = "exact_peak"
        /// The deadline passed.
        case deadline
        /// The deadline passed while `memory.high` throttled the whole tree.
        case memoryPressure = "memory_pressure"
        /// The harness was asked to stop (SIGINT, SIGTERM).
        case interrupted
        /// Something above the trial's cgroup killed the command: a parent group or the machine ran
        /// out of memory.
        case environment
        /// A SIGKILL that the harness did not send.
        case foreignKill = "foreign_kill"
        /// SIGILL or SIGTRAP, usually a runtime trap, as in Swift.
        case trap
        /// Another fatal signal.
        case signal
        /// A non-zero exit status.
        case exitCode = "exit_code"
        /// The program does not exist.
        case notFound = "not_found"
        /// The program exists and can't be executed.
        case notExecutable = "not_executable"
        /// The result is not the one expected by the manifest, the scenario's check or the
        /// reference.
        case verification
        /// The command succeeded, and the check of its result failed.
        case check
        /// The information that would decide is missing.
        case lost
        /// The command succeeded.
        case exited
    }
}

/// The reliability of a figure; the raw value is its name in JSON.
package enum Quality: String, Codable, Sendable {
    /// Read from the kernel's high-water mark at the end, with a counter error below the spread of
    /// equal trials.
    case exact
    /// Read from the kernel's high-water mark, with a larger counter error, so that the truth lies
    /// in an interval.
    case interval
    /// Read periodically; a spike between two readings is missed.
    case sampled
    /// A lower bound.
    case lowerBound = "lower_bound"
}
