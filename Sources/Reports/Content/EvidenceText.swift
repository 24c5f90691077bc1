internal import Files
internal import Glibc
package import MemoryBudget

/// The words for how a trial ended: the sentence that is stored as `evidence.detail`.
package enum EvidenceText {
    /// One sentence with the figures, without a full stop.
    package static func sentence(_ evidence: TrialEvidence) -> String {
        let proof = evidence.proof
        let words =
            budgetWords(proof) ?? refusalWords(proof) ?? deathWords(proof) ?? lossWords(proof)
            ?? resultWords(proof)
        return (words ?? "exit status 0")
            + (isProgressTold(by: proof.kind, proof.outcome) ? progress(evidence) : "")
    }

    /// Whether a sentence about that end says how far the command had got, if it had.
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
        let done = grouped(progress.unitsDone)
        guard let total = progress.unitsTotal else { return " after \(done) units" }
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
                + "; the command ended well without it, so its need is not known"
        case .refusalSurvived(let limit, let bytes, let reserved, let count):
            "\(grouped(count)) allocations were refused under a data limit of \(ByteCount(limit)),"
                + " the last of \(ByteCount(bytes)), with \(ByteCount(reserved)) reserved; the"
                + " command ended well without them, so its need is not known"
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
            "the kernel ran out of memory above the trial's own limit and killed a process"
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

    // MARK: What was not measured

    private static func lossWords(_ proof: TrialEvidence.Proof) -> String? {
        switch proof {
        case .interrupted: "the harness was asked to stop"
        case .notFound: "the command could not be found"
        case .notExecutable(let number):
            "the command could not be executed: \(message(ofError: number))"
        case .launchFailed(let step, let number): "\(step): \(message(ofError: number))"
        case .endNotSeen: "how the command ended was not seen"
        case .refusalsNotSeen(let limit):
            "whether its data limit of \(ByteCount(limit)) refused an allocation could not be seen"
                + " (that takes Linux 5.3 and a 64-bit program); measure with --enforce watchdog"
        case .metricNotRead(let metric): "\(metric.title) could not be read"
        case .notWatched(let cause, let count): gapWords(cause, count)
        case .treeNotRead(let low, let high, let limit):
            "\(Metric.peakTree.title) was between \(ByteCount(low)) and \(ByteCount(high)), around a"
                + " budget of \(ByteCount(limit)): processes of the tree hide what they share"
        default: nil
        }
    }

    private static func gapWords(_ cause: WatchGap, _ count: Int) -> String {
        let processes = count == 1 ? "1 process" : "\(grouped(count)) processes"
        return switch cause {
        case .untraced:
            "\(processes) escaped the tracer (CLONE_UNTRACED); killed, and how much memory that was is"
                + " unknown"
        case .refused:
            "the memory of \(processes) could not be read (hidden by the system, or too few"
                + " descriptors)"
        }
    }

    /// An error number in the C library's words.
    private static func message(ofError number: Int) -> String {
        systemMessage(Int32(truncatingIfNeeded: number))
    }

    // MARK: Results

    private static func resultWords(_ proof: TrialEvidence.Proof) -> String? {
        switch proof {
        case .wrongRowCount(let rows, let expected, let remark):
            "the result holds \(grouped(rows)) rows, expected \(grouped(expected))"
                + suffix(remark)
        case .wrongContent(let rows, let digest, let expected, let remark):
            "\(grouped(rows)) rows as expected, but their content differs (digest \(digest),"
                + " expected \(expected))" + suffix(remark)
        case .wrongRejectedCount(let rejected, let expected):
            "\(grouped(rejected)) rows were rejected, expected \(grouped(expected))"
        case .expectationMissing(let expectation):
            "the dataset doesn't say what is right of '\(expectation)'"
        case .inputChanged:
            "the input changed while it ran, so its result can't be judged"
        case .resultNotRead(let message):
            "the result could not be read: \(message.isEmpty ? "it said nothing" : message)"
        case .resultRejected(let words):
            "the check calls the result wrong\(words.isEmpty ? "" : ": \(words)")"
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
        case .signal(let signal): "the check died of \(name(ofSignal: signal))"
        case .timedOut(let timeout): "the check was not done after \(span(timeout))"
        case .notStarted(let reason): reason
        }
    }

    private static func suffix(_ remark: String?) -> String {
        remark.map { ": \($0)" } ?? ""
    }
}
