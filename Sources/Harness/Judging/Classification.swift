import Glibc
import MemoryBudget

/// How a trial ended, decided by evidence in a fixed order: our own record, the kernel's counters,
/// the wait status, the exact peak. A guess is never made; what is missing leaves it unmeasured.
struct Classification: Equatable {
    var outcome: Outcome
    var evidence: Evidence

    /// Weighs the evidence.
    init(_ end: TrialEnd) {
        let decided =
            Self.launchFailure(end) ?? Self.ownRecord(end) ?? Self.kernelRecord(end)
            ?? Self.refusedAllocation(end) ?? Self.death(end) ?? Self.exactPeak(end)
        self = decided ?? Self.normalEnd(end)
    }

    private init(_ outcome: Outcome, _ kind: Evidence.Kind, _ detail: String) {
        self.outcome = outcome
        evidence = Evidence(kind, detail)
    }

    private static func launchFailure(_ end: TrialEnd) -> Classification? {
        guard let failure = end.launchFailure else { return nil }
        let message = systemMessage(failure.number)
        if let step = failure.step {
            return Classification(.unmeasured, .lost, "\(step): \(message)")
        }
        return failure.number == ENOENT
            ? Classification(.unmeasured, .notFound, "the command could not be found")
            : Classification(
                .unmeasured, .notExecutable, "the command could not be executed: \(message)")
    }

    /// What the harness wrote down before it ended the tree.
    private static func ownRecord(_ end: TrialEnd) -> Classification? {
        switch end.ending {
        case .overBudget(let bytes, let time):
            let seconds = TimeSpan.describe(.nanoseconds(time))
            return Classification(
                .overBudget, .watchdog,
                "ended at \(ByteCount(bytes)) of \(end.judgedMetric.title)\(budgetText(end)),"
                    + " \(seconds) in\(end.progress)")
        case .deadline:
            let limit = end.timeout.map { " of \(TimeSpan.describe($0))" } ?? ""
            return Classification(
                .timedOut, .deadline, "still running at its deadline\(limit)\(end.progress)")
        case .interrupted:
            return Classification(.unmeasured, .interrupted, "the harness was asked to stop")
        case .kernelKill, .leaderEnded, nil:
            return nil
        }
    }

    /// The counters of the trial's cgroup; a kill outranks even an exit status of 0, because a
    /// shell goes on after its child was killed.
    private static func kernelRecord(_ end: TrialEnd) -> Classification? {
        guard let cgroup = end.cgroup, cgroup.hasKilled else { return nil }
        guard cgroup.isOurLimit else {
            return Classification(
                .killedExternally, .environment,
                "the kernel ran out of memory above the trial's own limit and killed a process")
        }
        let charge =
            "the kernel's out-of-memory killer, at a charge of \(ByteCount(cgroup.peakBytes))"
            + " under a limit of \(ByteCount(cgroup.limitBytes))"
        guard isInMetric(cgroup, end) else {
            let reading = end.judgedBytes.map { "\(ByteCount($0))" } ?? "not read"
            return Classification(
                .unmeasured, .cgroup,
                "\(charge), while \(end.judgedMetric.title) was \(reading): what was charged is"
                    + " not in the metric (files on tmpfs, kernel memory); measure with"
                    + " --enforce watchdog, or judge with --enforce cgroup")
        }
        return Classification(.overBudget, .cgroup, charge + end.progress)
    }

    /// Whether a kernel's kill proves that the metric crossed its budget: the charge also counts
    /// what no metric does. An exact reading decides by itself; a sampled one may have missed the
    /// end, so what outlived every process is taken off the charge.
    private static func isInMetric(_ cgroup: CgroupEvidence, _ end: TrialEnd) -> Bool {
        guard !end.isContainer, let budget = end.budget else { return true }
        if let bytes = end.judgedBytes, !budget.allows(bytes) { return true }
        if end.judgedMetric == .peakRSS && end.isExact { return false }
        return !budget.allows(cgroup.peakBytes - cgroup.sharedBytes - cgroup.kernelBytes)
    }

    /// A runtime that says so and aborts, or one that dies of a null pointer at the very limit.
    private static func refusedAllocation(_ end: TrialEnd) -> Classification? {
        guard end.dataLimitBytes > 0 else { return nil }
        let signals = end.processes.compactMap { process -> Int32? in
            guard case .signaled(let signal) = process.status else { return nil }
            return signal
        }
        let says = refusals.contains { end.errorText.localizedContains($0) }
        let limit = ByteCount(end.dataLimitBytes)
        let runtimeDeaths = [SIGABRT, SIGTRAP, SIGILL]
        if says, signals.contains(where: runtimeDeaths.contains) || failed(end) {
            return Classification(
                .overBudget, .allocationRefused,
                "an allocation was refused under a data limit of \(limit)\(end.progress)")
        }
        let atLimit = end.processes.contains { process in
            guard case .signaled(let signal) = process.status else { return false }
            return (runtimeDeaths + [SIGSEGV, SIGBUS]).contains(signal)
                && process.dataBytes >= end.dataLimitBytes - (1 << 20)
        }
        guard atLimit else { return nil }
        return Classification(
            .overBudget, .allocationRefused,
            "died within 1 MiB of its data limit of \(limit)\(end.progress)")
    }

    /// What allocators and runtimes write when they are refused memory.
    private static let refusals = [
        "failed to allocate", "cannot allocate memory", "out of memory", "MemoryError",
        "bad_alloc", "memory exhausted", "OutOfMemoryError",
    ]

    private static func failed(_ end: TrialEnd) -> Bool {
        if case .exited(let code) = end.leaderStatus { return code != 0 }
        return false
    }

    private static func death(_ end: TrialEnd) -> Classification? {
        switch end.leaderStatus {
        case .signaled(let signal):
            let name = signalName(signal)
            switch signal {
            case SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT:
                return Classification(
                    .killedExternally, .foreignKill,
                    "something outside ended it with \(name)\(end.progress)")
            case SIGILL, SIGTRAP:
                return Classification(
                    .crashed, .trap, "\(name): a runtime trap\(end.progress)")
            default:
                return Classification(.crashed, .signal, "\(name)\(end.progress)")
            }
        case .exited(let code) where code != 0:
            return Classification(.failed, .exitCode, "exit status \(code)\(end.progress)")
        case .exited: return nil
        case nil: return Classification(.unmeasured, .lost, "how the command ended was not seen")
        }
    }

    /// It ended well, and its peak lies above the budget all the same.
    private static func exactPeak(_ end: TrialEnd) -> Classification? {
        guard let budget = end.budget, let bytes = end.judgedBytes, !budget.allows(bytes) else {
            return nil
        }
        return Classification(
            .overBudget, .exactPeak,
            "\(end.judgedMetric.title) was \(ByteCount(bytes))\(budgetText(end))")
    }

    private static func normalEnd(_ end: TrialEnd) -> Classification {
        if end.budget != nil && end.judgedBytes == nil {
            return Classification(
                .unmeasured, .lost, "\(end.judgedMetric.title) could not be read")
        }
        return Classification(.completed, .exited, "exit status 0")
    }

    private static func budgetText(_ end: TrialEnd) -> String {
        end.budget.map { ", over a budget of \($0.limit)" } ?? ""
    }
}

/// The name of a signal, `SIGSEGV`.
func signalName(_ signal: Int32) -> String {
    let names: [Int32: String] = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL",
        SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
        SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM",
        SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ", SIGSYS: "SIGSYS",
    ]
    return names[signal] ?? "signal \(signal)"
}

extension String {
    /// Whether it contains `part`, whatever the case of ASCII letters.
    fileprivate func localizedContains(_ part: String) -> Bool {
        let text = Array(lowercased().utf8)
        let wanted = Array(part.lowercased().utf8)
        guard text.count >= wanted.count else { return false }
        return (0...(text.count - wanted.count)).contains { start in
            text[start..<start + wanted.count].elementsEqual(wanted)
        }
    }
}
