/// How a trial ended, as figures: the proof, and how far the command had got.
///
/// Reports puts it into words; in JSON it is `evidence.figures`.
package struct TrialEvidence: Hashable, Sendable {
    /// The proof that decided.
    package var proof: Proof
    /// The command's own count; nil if it counts nothing.
    package var progress: Progress?

    /// Makes evidence.
    package init(_ proof: Proof, progress: Progress? = nil) {
        self.proof = proof
        self.progress = progress
    }

    /// The work that was done when a trial ended.
    package struct Progress: Hashable, Sendable, Codable {
        /// Good units.
        package var unitsDone: Int
        /// All there was to do; nil if not known.
        package var unitsTotal: Int?

        /// Makes a count.
        package init(unitsDone: Int, unitsTotal: Int?) {
            self.unitsDone = unitsDone
            self.unitsTotal = unitsTotal
        }

        enum CodingKeys: String, StoredKey {
            case unitsDone = "units_done"
            case unitsTotal = "units_total"
        }
    }

    /// A proof with its figures; in JSON an object under the name of the case.
    package enum Proof: Hashable, Sendable, Codable {
        /// The watchdog ended the tree when the metric crossed its limit.
        case watchdog(metric: Metric, bytes: Int, limitBytes: Int, elapsedNanoseconds: Int)
        /// The kernel killed a process at the limit of the trial's own cgroup; `parts` is nil in runs that
        /// were recorded before the charge was split.
        case kernelKill(chargeBytes: Int, limitBytes: Int, parts: ChargeParts? = nil)
        /// It did so for memory that the metric doesn't count.
        case kernelKillOutsideMetric(
            chargeBytes: Int, limitBytes: Int, metric: Metric, bytes: Int?,
            parts: ChargeParts? = nil)
        /// The kernel killed a process, at a limit above the trial's own.
        case kernelKillAboveLimit
        /// A process died after its data limit had refused it `bytes`, while it had `dataBytes`
        /// reserved; both are nil in runs that were recorded before refusals were seen.
        case allocationRefused(limitBytes: Int, bytes: Int? = nil, dataBytes: Int? = nil)
        /// The command died of a fault within 1 MiB of its data limit: in runs that were recorded
        /// before refusals were seen.
        case diedAtDataLimit(limitBytes: Int)
        /// The data limit refused allocations, the last of `bytes`, and the command ended well.
        case refusalSurvived(limitBytes: Int, bytes: Int, dataBytes: Int, refusals: Int)
        /// Whether a data limit refused an allocation could not be seen.
        case refusalsNotSeen(limitBytes: Int)
        /// The command ended by itself with a metric above its limit.
        case exactPeak(metric: Metric, bytes: Int, limitBytes: Int)
        /// The deadline passed.
        case deadline(timeoutNanoseconds: Int?)
        /// The deadline passed while all processes waited for memory, under a `memory.high`.
        case stalled(
            timeoutNanoseconds: Int?, highBytes: Int, stalledNanoseconds: Int,
            windowNanoseconds: Int)
        /// The harness was asked to stop.
        case interrupted
        /// A signal from outside ended the command.
        case foreignKill(signal: Int)
        /// A runtime trap ended the command.
        case trap(signal: Int)
        /// Another fatal signal ended the command.
        case fatalSignal(signal: Int)
        /// The command ended with a status that says failure.
        case exitCode(code: Int)
        /// The program does not exist.
        case notFound
        /// The program can't be executed.
        case notExecutable(errno: Int)
        /// A step before the execution of the program failed.
        case launchFailed(step: String, errno: Int)
        /// How the command ended was not seen.
        case endNotSeen
        /// The budget's metric could not be read.
        case metricNotRead(metric: Metric)
        /// Processes of the tree could not be watched, so that nobody knows what they held.
        case notWatched(cause: WatchGap, processCount: Int)
        /// The tree's peak lies between bounds on both sides of the budget: processes of it refuse
        /// to tell what they share.
        case treeNotRead(lowBytes: Int, highBytes: Int, limitBytes: Int)
        /// The result holds more or fewer rows than the dataset's manifest expects.
        case wrongRowCount(rows: Int, expectedRows: Int, remark: String?)
        /// The result holds as many rows as expected, and others.
        case wrongContent(rows: Int, digest: String, expectedDigest: String, remark: String?)
        /// The command counted more or fewer bad rows than there are.
        case wrongRejectedCount(rejected: Int, expectedRejected: Int)
        /// The manifest lacks what the result must agree with.
        case expectationMissing(expectation: String)
        /// The result is not the expected one, but the input changed while the trial ran.
        case inputChanged
        /// The result could not be read; `message` is what its reader said, empty for nothing.
        case resultNotRead(message: String)
        /// The scenario's check called the result wrong; `words` are its last ones, empty for none.
        case resultRejected(words: String)
        /// The result is another one than the reference's, which has so many rows; nil without rows.
        case resultDiffers(
            reference: String, format: ResultFingerprint.Format,
            referenceFormat: ResultFingerprint.Format, rows: Int?, referenceRows: Int?)
        /// The scenario's check failed, so that nobody knows whether the result is right; `words` are its
        /// last ones.
        case checkFailed(cause: CheckFailure, words: String)
        /// Nothing went wrong.
        case exited
    }
}

/// Why a process could not be watched; the raw value is its name in JSON.
package enum WatchGap: String, Codable, Sendable {
    /// It was made so that no tracer follows it.
    case untraced
    /// Its memory could not be read: descriptors ran out, or the system hides it.
    case refused
}

extension TrialEvidence.Proof {
    /// The kind of proof that it is.
    package var kind: Evidence.Kind {
        switch self {
        case .watchdog: .watchdog
        case .kernelKill, .kernelKillOutsideMetric: .cgroup
        case .kernelKillAboveLimit: .environment
        case .allocationRefused, .diedAtDataLimit, .refusalSurvived: .allocationRefused
        case .exactPeak: .exactPeak
        case .deadline: .deadline
        case .stalled: .memoryPressure
        case .interrupted: .interrupted
        case .foreignKill: .foreignKill
        case .trap: .trap
        case .fatalSignal: .signal
        case .exitCode: .exitCode
        case .notFound: .notFound
        case .notExecutable: .notExecutable
        case .launchFailed, .endNotSeen, .metricNotRead, .refusalsNotSeen, .inputChanged,
            .notWatched, .treeNotRead:
            .lost
        case .wrongRowCount, .wrongContent, .wrongRejectedCount, .expectationMissing,
            .resultNotRead, .resultRejected, .resultDiffers:
            .verification
        case .checkFailed: .check
        case .exited: .exited
        }
    }

    /// The outcome that it proves.
    package var outcome: Outcome {
        switch kind {
        case .watchdog, .exactPeak: .overBudget
        case .allocationRefused:
            if case .refusalSurvived = self { .unmeasured } else { .overBudget }
        case .cgroup:
            if case .kernelKill = self { .overBudget } else { .unmeasured }
        case .deadline: .timedOut
        case .memoryPressure: .stalled
        case .environment, .foreignKill: .killedExternally
        case .trap, .signal: .crashed
        case .exitCode, .check: .failed
        case .interrupted, .notFound, .notExecutable, .lost: .unmeasured
        case .verification: .wrongResult
        case .exited: .completed
        }
    }
}
