import Glibc
import HeapProfile
import MemoryBudget
import Processes

/// The raw facts about a finished trial, before any conclusion.
package struct RawTrial: Sendable {
    /// The command and its limits.
    var specification: TrialSpecification
    /// The start time: UTC, ISO 8601 with milliseconds.
    var startedAt: String
    /// The processes of the tree, and how the leader ended.
    var tree = TreeResult()
    /// The readings taken while the trial ran.
    var samples = SampledReadings()
    /// The number of processors that the command was pinned to; `nil` if it was not pinned.
    var processorCount: Int?
    /// The last reading of the gauge page.
    var gauges = GaugeReading()
    /// The holders of memory; `nil` unless the trial was profiled.
    var heap: HeapProfile?
    /// The threads' positions when a signal ended the command, if it was not profiled.
    var end: ProcessEnd?
    /// The last phase that the worker reported.
    var phase: String?
    /// The allocator's version, as it reports itself.
    var allocatorVersion: String?
    /// The end of the command's standard error.
    var errorText = ""
    /// A longer end of standard error, at most ``errorBytesMaximum`` bytes.
    var errorBytes: [UInt8] = []
    /// The maximum length of the kept standard error, in bytes.
    static let errorBytesMaximum = 256 << 10
    /// The reason why the harness ended the tree; `leaderEnded` if it didn't have to.
    var stopReason: StopReason?
    /// The signal that asked the harness to stop, if it ended the trial.
    var interruptedBy: Int32?
    /// The total number of processes in the tree.
    var processCount = 0
    /// The number of descendants that ran untraced; each was killed when it was found.
    var strayCount = 0
    /// The enforcement of the budget.
    var enforcement: EnforcementRecord
    /// The records of the mechanisms that were in force, in the order in which they are weighed.
    var enforcementEvidence: [any EnforcementEvidence] = []
}

/// The reading of one metric.
struct MetricReading: Equatable {
    var bytes: Int
    var quality: Quality
    /// The maximum possible value, in bytes; for a sampled value or a lower bound, the reading
    /// itself.
    var highBytes: Int

    init(bytes: Int, quality: Quality, highBytes: Int? = nil) {
        self.bytes = bytes
        self.quality = quality
        self.highBytes = highBytes ?? bytes
    }
}

extension RawTrial {
    /// The budget, with the judged metric.
    var budget: Budget? {
        specification.limits.budget.map { Budget(metric: judgedMetric, limit: $0.limit) }
    }

    /// The judged metric: one that follows the tree is the tree's peak if there are several
    /// processes.
    var judgedMetric: Metric {
        if specification.limits.followsTree, processCount > 1 { return .peakTree }
        return specification.limits.budget?.metric ?? .peakRSS
    }

    /// The judged metric's reading; `nil` if it could not be read.
    var judged: MetricReading? { reading(of: judgedMetric) }

    /// Whether the command started, so that it used memory at all.
    var hasRun: Bool {
        (tree.hasExecuted || tree.untracedPeakBytes != nil) && tree.launchFailure == nil
    }

    /// The largest process and its peak.
    var peak: ProcessPeak? {
        hasRun ? tree.peak(sampled: samples.peakRSSBytes) : nil
    }

    /// The autopsy of the largest process or, if no signal ended that, of the launched one.
    var autopsy: Autopsy? {
        peak?.process.flatMap { tree.autopsies[$0.id] } ?? tree.autopsies[tree.leaderID]
    }

    /// Returns a metric's reading; `nil` if it was not read.
    func reading(of metric: Metric) -> MetricReading? {
        guard hasRun else { return nil }
        switch metric {
        case .peakRSS:
            return peak.map {
                MetricReading(
                    bytes: $0.bytes, quality: $0.quality, highBytes: $0.highBytes)
            }
        case .peakAnonymous:
            guard samples.peakRSSBytes > 0 || hasExitStops else { return nil }
            return MetricReading(
                bytes: highest(samples.peakAnonymousBytes, peak: \.peakAnonymousBytes),
                quality: .sampled)
        case .peakLive:
            guard gauges.hasAgent else { return nil }
            return MetricReading(bytes: gauges.peakLiveBytes, quality: .sampled)
        case .peakTree:
            return wholeTree
        case .container: return charge
        }
    }

    /// The reading of the tree; `nil` for a single process, unless the tree is judged.
    private var wholeTree: MetricReading? {
        guard processCount > 1 || specification.limits.budget?.metric == .peakTree else {
            return nil
        }
        // A tree holds at least as much as its largest process.
        return MetricReading(
            bytes: max(samples.peakTreeBytes, peak?.bytes ?? 0), quality: .lowerBound)
    }

    /// The highest charge: the kernel's own high-water mark, or the highest reading if it keeps
    /// none.
    private var charge: MetricReading? {
        if let bytes = enforcementEvidence.lazy.compactMap(\.chargePeakBytes).first {
            return MetricReading(bytes: bytes, quality: .exact)
        }
        guard let bytes = samples.peakChargeBytes else { return nil }
        return MetricReading(bytes: bytes, quality: .sampled)
    }

    /// The peaks of file-backed and shared memory; `nil` if they were never read separately.
    var peakParts: (fileBytes: Int, shmemBytes: Int)? {
        guard hasRun, samples.hasSplit || hasExitStops else { return nil }
        return (
            highest(samples.peakFileBytes, peak: \.peakFileBytes),
            highest(samples.peakShmemBytes, peak: \.peakShmemBytes)
        )
    }

    /// The progress of the command; `nil` if it counts nothing.
    var progress: TrialEvidence.Progress? {
        guard gauges.hasWorker else { return nil }
        return TrialEvidence.Progress(
            unitsDone: gauges.unitsDone,
            unitsTotal: gauges.unitsTotal > 0 ? gauges.unitsTotal : nil)
    }

    /// The number of units that the worker rejected; `nil` if it counts nothing.
    var rejectedCount: Int? { gauges.hasWorker ? gauges.unitsFailed : nil }

    private var hasExitStops: Bool { tree.processes.contains { $0.peakRSSBytes != nil } }

    /// Returns the maximum of the sampled readings and those at the exit stops.
    private func highest(_ sampled: Int, peak: KeyPath<TracedProcess, Int>) -> Int {
        tree.processes.lazy.filter { $0.peakRSSBytes != nil }
            .reduce(sampled) { max($0, $1[keyPath: peak]) }
    }
}

extension RawTrial {
    /// The proof of how the trial ended, from evidence in a fixed order: the harness's own record,
    /// the records of the mechanisms in force, the wait status, the peak, gaps in watching, and the
    /// mechanisms' doubts. Nothing is guessed: without evidence, the trial is unmeasured.
    var proof: TrialEvidence.Proof {
        launchFailure ?? ownRecord ?? enforcementProof ?? death ?? exactPeak ?? gap ?? doubt
            ?? normalEnd
    }

    private var doubt: TrialEvidence.Proof? {
        enforcementEvidence.lazy.compactMap { $0.doubt(about: self) }.first
    }

    private var enforcementProof: TrialEvidence.Proof? {
        enforcementEvidence.lazy.compactMap { $0.proof(of: self) }.first
    }

    private var launchFailure: TrialEvidence.Proof? {
        guard let failure = tree.launchFailure else { return nil }
        let number = Int(failure.number)
        if let step = failure.step { return .launchFailed(step: step, errno: number) }
        return failure.number == ENOENT ? .notFound : .notExecutable(errno: number)
    }

    /// The harness's own record from before it ended the tree.
    private var ownRecord: TrialEvidence.Proof? {
        switch stopReason {
        case .deadline: deadline
        case .interrupted: .interrupted
        case .overBudget, .kernelKill, .leaderEnded, nil: nil
        }
    }

    /// The proof at the deadline, which distinguishes a tree that waited for memory from a slow
    /// one.
    private var deadline: TrialEvidence.Proof {
        let timeout = specification.limits.timeout?.wholeNanoseconds
        guard let stall = samples.stall else { return .deadline(timeoutNanoseconds: timeout) }
        return .stalled(
            timeoutNanoseconds: timeout, highBytes: stall.highBytes,
            stalledNanoseconds: stall.stalledNanoseconds,
            windowNanoseconds: stall.windowNanoseconds)
    }

    /// The signals that a process doesn't send itself, which prove nothing about it.
    static let foreignSignals = [SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT]

    private var death: TrialEvidence.Proof? {
        switch tree.leaderStatus {
        case .signaled(let number):
            let signal = Int(number)
            switch number {
            case _ where Self.foreignSignals.contains(number): return .foreignKill(signal: signal)
            case SIGILL, SIGTRAP: return .trap(signal: signal)
            default: return .fatalSignal(signal: signal)
            }
        case .exited(let code): return code == 0 ? nil : .exitCode(code: code)
        case nil: return .endNotSeen
        }
    }

    /// The proof that the peak of a successful command lies above the budget.
    private var exactPeak: TrialEvidence.Proof? {
        // The kernel brings a charge at its limit down, or kills.
        guard let budget, budget.metric != .container, let judged, !budget.allows(judged.bytes)
        else { return nil }
        return .exactPeak(
            metric: budget.metric, bytes: judged.bytes, limitBytes: budget.limit.bytes)
    }

    private var normalEnd: TrialEvidence.Proof {
        budget != nil && judged == nil ? .metricNotRead(metric: judgedMetric) : .exited
    }
}
