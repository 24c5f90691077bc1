/// The figures behind a trial's outcome: the proof, and the progress of the command.
///
/// Reports turn it into sentences. In JSON it is `evidence.figures`.
package struct TrialEvidence: Hashable, Sendable {
    /// The proof that decided the outcome.
    package var proof: Proof
    /// The progress reported by the command; `nil` if it reports none.
    package var progress: Progress?

    /// Creates evidence from a proof.
    package init(_ proof: Proof, progress: Progress? = nil) {
        self.proof = proof
        self.progress = progress
    }

    /// The work done by the time a trial ended.
    package struct Progress: Hashable, Sendable, Codable {
        /// The number of units processed, without rejected ones.
        package var unitsDone: Int
        /// The total number of units; `nil` if unknown.
        package var unitsTotal: Int?

        /// Creates a progress.
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
        /// The watchdog killed the tree when the metric crossed its limit.
        case watchdog(metric: Metric, bytes: Int, limitBytes: Int, elapsedNanoseconds: Int)
        /// The kernel killed a process at the limit of the trial's own cgroup; `parts` is `nil` in
        /// runs recorded before the charge was split.
        case kernelKill(chargeBytes: Int, limitBytes: Int, parts: ChargeParts? = nil)
        /// The kernel killed a process at that limit for memory that the metric doesn't count.
        case kernelKillOutsideMetric(
            chargeBytes: Int, limitBytes: Int, metric: Metric, bytes: Int?,
            parts: ChargeParts? = nil)
        /// The kernel killed a process at a limit above the trial's own.
        case kernelKillAboveLimit
        /// A process died after its data limit had refused `bytes` while `dataBytes` were reserved.
        /// Both are `nil` in runs recorded before refusals were observed.
        case allocationRefused(limitBytes: Int, bytes: Int? = nil, dataBytes: Int? = nil)
        /// The command was killed by a signal within 1 MiB of its data limit; only in runs recorded
        /// before refusals were observed.
        case diedAtDataLimit(limitBytes: Int)
        /// The data limit refused allocations, the last one of `bytes`, and the command still
        /// succeeded.
        case refusalSurvived(limitBytes: Int, bytes: Int, dataBytes: Int, refusals: Int)
        /// It could not be observed whether the data limit refused an allocation.
        case refusalsNotSeen(limitBytes: Int)
        /// The command ended by itself with a metric above its limit.
        case exactPeak(metric: Metric, bytes: Int, limitBytes: Int)
        /// The deadline passed.
        case deadline(timeoutNanoseconds: Int?)
        /// The deadline passed while all processes waited for memory under `memory.high`.
        case stalled(
            timeoutNanoseconds: Int?, highBytes: Int, stalledNanoseconds: Int,
            windowNanoseconds: Int)
        /// The harness was asked to stop.
        case interrupted
        /// A signal from outside killed the command.
        case foreignKill(signal: Int)
        /// A runtime trap killed the command.
        case trap(signal: Int)
        /// Another fatal signal killed the command.
        case fatalSignal(signal: Int)
        /// The command exited with a failure status.
        case exitCode(code: Int)
        /// The program does not exist.
        case notFound
        /// The program can't be executed.
        case notExecutable(errno: Int)
        /// A step before the execution of the program failed.
        case launchFailed(step: String, errno: Int)
        /// The end of the command was not observed.
        case endNotSeen
        /// The budget's metric could not be read.
        case metricNotRead(metric: Metric)
        /// Some processes of the tree could not be watched, so their memory is unknown.
        case notWatched(cause: WatchGap, processCount: Int)
        /// The tree's peak lies between bounds on both sides of the budget, because the shared
        /// memory of some processes could not be read.
        case treeNotRead(lowBytes: Int, highBytes: Int, limitBytes: Int)
        /// The result holds more or fewer rows than the dataset's manifest expects.
        case wrongRowCount(rows: Int, expectedRows: Int, remark: String?)
        /// The result holds the expected number of rows, but with different content.
        case wrongContent(rows: Int, digest: String, expectedDigest: String, remark: String?)
        /// The command reported more or fewer rejected rows than expected.
        case wrongRejectedCount(rejected: Int, expectedRejected: Int)
        /// The manifest lacks the expectation that the result must meet.
        case expectationMissing(expectation: String)
        /// The result is not the expected one, but the input changed during the trial.
        case inputChanged
        /// The result could not be read; `message` is the reader's message, or empty.
        case resultNotRead(message: String)
        /// The scenario's check rejected the result; `words` is the end of its output, or empty.
        case resultRejected(words: String)
        /// The result differs from that of the reference; the row counts are `nil` for results
        /// without rows.
        case resultDiffers(
            reference: String, format: ResultFingerprint.Format,
            referenceFormat: ResultFingerprint.Format, rows: Int?, referenceRows: Int?)
        /// The scenario's check failed, so it is unknown whether the result is right; `words` is
        /// the end of its output.
        case checkFailed(cause: CheckFailure, words: String)
        /// The command succeeded.
        case exited
    }
}

/// The reason why a process could not be watched; the raw value is its name in JSON.
package enum WatchGap: String, Codable, Sendable {
    /// It was started in a way that prevents tracing.
    case untraced
    /// Its memory could not be read: descriptors ran out, or the system denies access.
    case refused
}

extension TrialEvidence.Proof {
    /// The kind of evidence that the proof is.
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

    /// The outcome that the proof implies.
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
