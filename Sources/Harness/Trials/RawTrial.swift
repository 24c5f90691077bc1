import Glibc
import HeapProfile
import MemoryBudget
import Processes

/// The end of a trial as it was found, before anything is concluded from it.
package struct RawTrial: Sendable {
    /// What was run, and under which limits.
    var specification: TrialSpecification
    /// UTC, ISO 8601 with milliseconds.
    var startedAt: String
    /// The processes of the tree, and how the leader ended.
    var tree = TreeResult()
    /// The readings taken while it ran.
    var samples = SampledReadings()
    /// The number of processors the command was pinned to; nil for none in particular.
    var processorCount: Int?
    /// The last reading of the gauge page.
    var gauges = GaugeReading()
    /// Who held the memory; nil unless it was asked for.
    var heap: HeapProfile?
    /// Where its threads were when a signal ended it, if nothing was sampled.
    var end: ProcessEnd?
    /// The last phase that the worker told.
    var phase: String?
    /// The allocator's own name for its version.
    var allocatorVersion: String?
    /// The end of the command's standard error.
    var errorText = ""
    /// More of it, at most ``errorBytesMaximum``.
    var errorBytes: [UInt8] = []
    /// The most of a command's standard error that is kept.
    static let errorBytesMaximum = 256 << 10
    /// Why the harness ended the tree; `leaderEnded` if it didn't have to.
    var stopReason: StopReason?
    /// The signal that asked the harness to stop, if that is what ended the trial.
    var interruptedBy: Int32?
    /// How many processes the tree had, in all.
    var processCount = 0
    /// The number of descendants that ran untraced; each was ended when it was found.
    var strayCount = 0
    /// What limited it.
    var enforcement: EnforcementRecord
    /// The records of the mechanisms that were in force, in the order in which they are weighed.
    var enforcementEvidence: [any EnforcementEvidence] = []
}

/// The reading of one metric.
struct MetricReading: Equatable {
    var bytes: Int
    var quality: Quality
    /// The most that it can have been; of what is sampled, or a lower bound, the reading itself.
    var highBytes: Int

    init(bytes: Int, quality: Quality, highBytes: Int? = nil) {
        self.bytes = bytes
        self.quality = quality
        self.highBytes = highBytes ?? bytes
    }
}

extension RawTrial {
    /// The budget with the metric that is judged.
    var budget: Budget? {
        specification.limits.budget.map { Budget(metric: judgedMetric, limit: $0.limit) }
    }

    /// With a metric that follows the tree, the tree's peak from the second process on.
    var judgedMetric: Metric {
        if specification.limits.followsTree, processCount > 1 { return .peakTree }
        return specification.limits.budget?.metric ?? .peakRSS
    }

    /// The judged metric's reading; nil if it could not be read.
    var judged: MetricReading? { reading(of: judgedMetric) }

    /// Whether the command came to run, so that there is memory to speak of.
    var hasRun: Bool {
        (tree.hasExecuted || tree.untracedPeakBytes != nil) && tree.launchFailure == nil
    }

    /// The largest process and its peak.
    var peak: ProcessPeak? {
        hasRun ? tree.peak(sampled: samples.peakRSSBytes) : nil
    }

    /// The autopsy of the largest process or else, if nothing ended that by force, of the launched one.
    var autopsy: Autopsy? {
        peak?.process.flatMap { tree.autopsies[$0.id] } ?? tree.autopsies[tree.leaderID]
    }

    /// A metric's reading; nil if it was not read.
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

    /// The reading of the tree; nil for one process, unless that is what is judged.
    private var wholeTree: MetricReading? {
        guard processCount > 1 || specification.limits.budget?.metric == .peakTree else {
            return nil
        }
        // A tree holds at least what its largest process held.
        return MetricReading(
            bytes: max(samples.peakTreeBytes, peak?.bytes ?? 0), quality: .lowerBound)
    }

    /// The highest charge: the kernel's own high-water mark, or the highest reading where it keeps none.
    private var charge: MetricReading? {
        if let bytes = enforcementEvidence.lazy.compactMap(\.chargePeakBytes).first {
            return MetricReading(bytes: bytes, quality: .exact)
        }
        guard let bytes = samples.peakChargeBytes else { return nil }
        return MetricReading(bytes: bytes, quality: .sampled)
    }

    /// Peaks of file-backed and shared memory; nil if they were never read apart.
    var peakParts: (fileBytes: Int, shmemBytes: Int)? {
        guard hasRun, samples.hasSplit || hasExitStops else { return nil }
        return (
            highest(samples.peakFileBytes, peak: \.peakFileBytes),
            highest(samples.peakShmemBytes, peak: \.peakShmemBytes)
        )
    }

    /// How far the command had got; nil if it counts nothing.
    var progress: TrialEvidence.Progress? {
        guard gauges.hasWorker else { return nil }
        return TrialEvidence.Progress(
            unitsDone: gauges.unitsDone,
            unitsTotal: gauges.unitsTotal > 0 ? gauges.unitsTotal : nil)
    }

    /// How many units the worker rejected; nil if it counts nothing.
    var rejectedCount: Int? { gauges.hasWorker ? gauges.unitsFailed : nil }

    private var hasExitStops: Bool { tree.processes.contains { $0.peakRSSBytes != nil } }

    /// The highest of what was sampled and of what the exit stops showed.
    private func highest(_ sampled: Int, peak: KeyPath<TracedProcess, Int>) -> Int {
        tree.processes.lazy.filter { $0.peakRSSBytes != nil }
            .reduce(sampled) { max($0, $1[keyPath: peak]) }
    }
}

extension RawTrial {
    /// How it ended, decided by evidence in a fixed order: our own record, those of the mechanisms
    /// that were in force, the wait status, the peak, what went unwatched, their doubts. A guess is
    /// never made; missing evidence leaves it unmeasured.
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

    /// What the harness wrote down before it ended the tree.
    private var ownRecord: TrialEvidence.Proof? {
        switch stopReason {
        case .deadline: deadline
        case .interrupted: .interrupted
        case .overBudget, .kernelKill, .leaderEnded, nil: nil
        }
    }

    /// At its deadline a tree that waited for memory is told from one that took too long.
    private var deadline: TrialEvidence.Proof {
        let timeout = specification.limits.timeout?.wholeNanoseconds
        guard let stall = samples.stall else { return .deadline(timeoutNanoseconds: timeout) }
        return .stalled(
            timeoutNanoseconds: timeout, highBytes: stall.highBytes,
            stalledNanoseconds: stall.stalledNanoseconds,
            windowNanoseconds: stall.windowNanoseconds)
    }

    /// The signals that a process doesn't send itself: they say nothing about it.
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

    /// It ended well, and its peak lies above the budget all the same.
    private var exactPeak: TrialEvidence.Proof? {
        // A charge at its limit is brought down by the kernel, or the kernel kills.
        guard let budget, budget.metric != .container, let judged, !budget.allows(judged.bytes)
        else { return nil }
        return .exactPeak(
            metric: budget.metric, bytes: judged.bytes, limitBytes: budget.limit.bytes)
    }

    private var normalEnd: TrialEvidence.Proof {
        budget != nil && judged == nil ? .metricNotRead(metric: judgedMetric) : .exited
    }
}
