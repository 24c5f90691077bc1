internal import Files
internal import Glibc
package import MemoryBudget

/// The sentence about how a trial ended, which is stored as `evidence.detail`.
///
/// ```swift
/// import MemoryBudget
/// let evidence = TrialEvidence(.exitCode(code: 1))
/// let sentence = EvidenceText.sentence(evidence)  // "exit status 1"
/// ```
package enum EvidenceText {
    /// Returns one sentence with the figures, without a full stop.
    package static func sentence(_ evidence: TrialEvidence) -> String {
        let proof = evidence.proof
        let words =
            budgetWords(proof) ?? refusalWords(proof) ?? deathWords(proof) ?? lossWords(proof)
            ?? resultWords(proof)
        return (words ?? "exit status 0")
            + (isProgressTold(by: proof.kind, proof.outcome) ? progress(evidence) : "")
    }

    /// Returns whether the sentence about such an end includes the command's progress, if any.
    static func isProgressTold(by kind: Evidence.Kind, _ outcome: Outcome) -> Bool {
        switch kind {
        case .watchdog, .deadline, .memoryPressure, .foreignKill, .trap, .signal, .exitCode: true
        case .cgroup, .allocationRefused: outcome == .overBudget
        case .exactPeak, .interrupted, .environment, .notFound, .notExecutable, .verification,
            .check, .lost, .exited:
            false
        }
    }

    private static func progress(_ evidence: TrialEvidence) -> String {
        guard let progress = evidence.progress, progress.unitsDone > 0 else { return "" }
        guard let total = progress.unitsTotal else {
            return " after \(counted(progress.unitsDone, of: "units"))"
        }
        let done = grouped(progress.unitsDone)
        let percent = fixed(100 * Double(progress.unitsDone) / Double(total), 0)
        return " after \(percent) % of the input (\(done) of \(grouped(total)))"
    }

    // MARK: Memory

    private static func budgetWords(_ proof: TrialEvidence.Proof) -> String? {
        switch proof {
        case .watchdog(let metric, let bytes, let limit, let elapsed):
            "ended at \(ByteCount(bytes)) of \(metric.title), over a budget of"
                + " \(ByteCount(limit)), \(TimeSpan.describe(.nanoseconds(elapsed))) in"
        case .kernelKill(let charge, let limit, let parts): killWords(charge, limit, parts: parts)
        case .kernelKillOutsideMetric(let charge, let limit, let metric, let bytes, let parts):
            "\(killWords(charge, limit, parts: parts)), while \(metric.title) was"
                + " \(bytes.map { "\(ByteCount($0))" } ?? "not read"): what was charged is not in"
                + " the metric (files on tmpfs, kernel memory); measure with --enforce watchdog, or"
                + " judge with --metric container"
        case .exactPeak(let metric, let bytes, let limit):
            "\(metric.title) was \(ByteCount(bytes)), over a budget of \(ByteCount(limit))"
        default: nil
        }
    }

    private static func refusalWords(_ proof: TrialEvidence.Proof) -> String? {
        switch proof {
        case .allocationRefused(let limit, let bytes, let reserved):
            refusal(by: limit, bytes: bytes, reserved: reserved)
        case .diedAtDataLimit(let limit):
            "died within 1 MiB of its data limit of \(ByteCount(limit))"
        case .refusalSurvived(let limit, let bytes, let reserved, refusals: 1):
            refusal(by: limit, bytes: bytes, reserved: reserved)
                + "; the command succeeded without it, so its need is unknown"
        case .refusalSurvived(let limit, let bytes, let reserved, let count):
            "\(grouped(count)) allocations were refused under a data limit of \(ByteCount(limit)),"
                + " the last of \(ByteCount(bytes)), with \(ByteCount(reserved)) reserved; the"
                + " command succeeded without them, so its need is unknown"
        default: nil
        }
    }

    private static func refusal(by limitBytes: Int, bytes: Int?, reserved: Int?) -> String {
        let asked = bytes.map { " of \(ByteCount($0))" } ?? ""
        let held = reserved.map { ", with \(ByteCount($0)) reserved" } ?? ""
        return
            "an allocation\(asked) was refused under a data limit of \(ByteCount(limitBytes))\(held)"
    }

    private static func killWords(
        _ chargeBytes: Int, _ limitBytes: Int, parts: ChargeParts?
    ) -> String {
        let kinds = parts.map { ChargeWords($0).list } ?? ""
        return
            "the kernel's out-of-memory killer, at a charge of \(ByteCount(chargeBytes)) under a limit"
            + " of \(ByteCount(limitBytes))\(kinds.isEmpty ? "" : ": \(kinds)")"
    }

    // MARK: Deaths

    private static func deathWords(_ proof: TrialEvidence.Proof) -> String? {
        switch proof {
        case .deadline(let timeout):
            "still running at its deadline"
                + (timeout.map { " of \(TimeSpan.describe(.nanoseconds($0)))" } ?? "")
        case .stalled(let timeout, let high, let stalled, let window):
            "all its processes waited for memory for \(span(stalled)) of the last \(span(window))"
                + " before its deadline\(timeout.map { " of \(span($0))" } ?? ""), under a"
                + " memory.high of \(ByteCount(high))"
        case .kernelKillAboveLimit:
            "a memory limit outside the trial was reached (container or machine), and the kernel killed a process"
        case .foreignKill(let signal): "something outside ended it with \(name(ofSignal: signal))"
        case .trap(let signal): "\(name(ofSignal: signal)): a runtime trap"
        case .fatalSignal(let signal): name(ofSignal: signal)
        case .exitCode(let code): "exit status \(code)"
        default: nil
        }
    }

    private static func span(_ nanoseconds: Int) -> String {
        TimeSpan.describe(.nanoseconds(nanoseconds))
    }

    private static func name(ofSignal signal: Int) -> String {
        let names = [
            SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL",
            SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
            SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM",
            SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ", SIGSYS: "SIGSYS",
        ]
        return names[Int32(truncatingIfNeeded: signal)] ?? "signal \(signal)"
    }

    // MARK: Unmeasured

    private static func lossWords(_ proof: TrialEvidence.Proof) -> String? {
        switch proof {
        case .interrupted: "the harness was asked to stop"
        case .notFound: "the command could not be found"
        case .notExecutable(let number):
            "the command could not be executed: \(message(ofError: number))"
        case .launchFailed(let step, let number): "\(step): \(message(ofError: number))"
        case .endNotSeen: "how the command ended could not be observed"
        case .refusalsNotSeen(let limit):
            "whether its data limit of \(ByteCount(limit)) refused an allocation could not be observed"
                + " (this requires Linux 5.3 and a 64-bit program); measure with --enforce watchdog"
        case .metricNotRead(let metric): "\(metric.title) could not be read"
        case .notWatched(let cause, let count): gapWords(cause, count)
        case .treeNotRead(let low, let high, let limit):
            "\(Metric.peakTree.title) was between \(ByteCount(low)) and \(ByteCount(high)), around a"
                + " budget of \(ByteCount(limit)): the memory that its processes share could not be read"
        default: nil
        }
    }

    private static func gapWords(_ cause: WatchGap, _ count: Int) -> String {
        let processes = count == 1 ? "1 process" : "\(grouped(count)) processes"
        return switch cause {
        case .untraced:
            "\(processes) escaped the tracer (CLONE_UNTRACED) and \(count == 1 ? "was" : "were")"
                + " killed; the memory in use is unknown"
        case .refused:
            "the memory of \(processes) could not be read (hidden by the system, or too few"
                + " descriptors)"
        }
    }

    /// Returns the message of the C library for an error number.
    private static func message(ofError number: Int) -> String {
        systemMessage(Int32(truncatingIfNeeded: number))
    }

    // MARK: Results

    private static func resultWords(_ proof: TrialEvidence.Proof) -> String? {
        switch proof {
        case .wrongRowCount(let rows, let expected, let remark):
            "the result holds \(counted(rows, of: "rows")), expected \(grouped(expected))"
                + suffix(remark)
        case .wrongContent(let rows, let digest, let expected, let remark):
            "\(counted(rows, of: "rows")) as expected, but their content differs (digest \(digest),"
                + " expected \(expected))" + suffix(remark)
        case .wrongRejectedCount(let rejected, let expected):
            "\(counted(rejected, of: "rows")) \(rejected == 1 ? "was" : "were") rejected, expected \(grouped(expected))"
        case .expectationMissing(let expectation):
            "the dataset has no expected value for '\(expectation)'"
        case .inputChanged:
            "the input changed while it ran, so its result can't be judged"
        case .resultNotRead(let message):
            "the result could not be read: \(message.isEmpty ? "no reason given" : message)"
        case .resultRejected(let words):
            "rejected by the check\(words.isEmpty ? "" : ": \(words)")"
        case .resultDiffers(let reference, let format, let referenceFormat, let rows, let expected):
            ResultWords.difference(
                from: reference, format, referenceFormat, rows: rows, expected: expected)
        case .checkFailed(let cause, let words):
            "the result could not be checked: \(failure(cause))"
                + (words.isEmpty ? "" : "; stderr: \(words)")
        default: nil
        }
    }

    private static func failure(_ cause: CheckFailure) -> String {
        switch cause {
        case .exitCode(let code): "the check ended with exit status \(code)"
        case .signal(let signal): "the check was killed by \(name(ofSignal: signal))"
        case .timedOut(let timeout): "the check timed out after \(span(timeout))"
        case .notStarted(let reason): reason
        }
    }

    private static func suffix(_ remark: String?) -> String {
        remark.map { ": \($0)" } ?? ""
    }
}
