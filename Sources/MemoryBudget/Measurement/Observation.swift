/// What one trial showed; the `…_bytes` and `…_ns` keys of a line of `trials.jsonl`.
///
/// A figure that could not be read is nil, never zero; in JSON its key is there and `null`.
package struct Observation: Hashable, Sendable, Codable {
    /// The scenario it belongs to; empty for `membudget run`.
    package var scenario = ""
    /// The strategy's name; the command's for `membudget run`.
    package var strategy: String
    /// Size of the input.
    package var scale: ScaleRecord
    /// The chosen value of every parameter.
    package var parameters: [String: String] = [:]
    /// Why it was run.
    package var kind: Kind
    /// From 0, among the trials of its cell and kind.
    package var index: Int
    /// Seed of the order and of the dataset.
    package var seed: UInt64
    /// UTC, ISO 8601 with milliseconds.
    package var startedAt: String
    /// How it ended.
    package var outcome: Outcome
    /// Why we believe so.
    package var evidence: Evidence
    /// What limited it.
    package var enforcement: EnforcementRecord
    /// The budget it ran under; nil for none.
    package var budget: Budget?
    /// The largest reading of the high-water mark of resident memory of any process of the tree.
    package var peakRSSBytes: Int?
    /// The least that the peak can have been.
    package var peakRSSLowBytes: Int?
    /// The most that the peak can have been; nil if something higher may have been missed.
    package var peakRSSHighBytes: Int?
    /// The most by which the kernel's counters may be off for that process.
    package var counterErrorBytes: Int?
    /// The highest sampled anonymous memory of any process.
    package var peakAnonBytes: Int?
    /// The highest sampled file-backed memory of any process.
    package var peakFileBytes: Int?
    /// The highest sampled shared memory of any process.
    package var peakShmemBytes: Int?
    /// The highest sampled sum of proportional set sizes of the tree.
    package var peakTreeBytes: Int?
    /// The highest reading of jemalloc's allocated bytes.
    package var peakLiveBytes: Int?
    /// The cgroup's own high-water mark of charged memory.
    package var cgroupPeakBytes: Int?
    /// Resident memory of the launched process when it ended.
    package var endRSSBytes: Int?
    /// How far the judged metric got above the budget before it was stopped.
    package var overshootBytes: Int?
    /// From the start of the command to the end of its leader.
    package var wallNanoseconds: Int
    /// User time of every process of the tree; untraced, of those that somebody waited for.
    package var userNanoseconds: Int
    /// System time of the same.
    package var systemNanoseconds: Int
    /// Page faults that needed the disk.
    package var majorFaults: Int
    /// Bytes that the read calls of the tree returned, from files, pipes and caches alike.
    package var readBytes: Int?
    /// Bytes that the tree passed to write calls, to files, pipes and terminals alike.
    package var writtenBytes: Int?
    /// The worker's own count when it ended, also for one that was killed.
    package var unitsDone: Int?
    /// What there was to do; nil if not known.
    package var unitsTotal: Int?
    /// Rejected units.
    package var rowsFailed: Int?
    /// Order-independent digest of the verified result.
    package var digest: String?
    /// The job's own counts, from its verified result, in the order of a report's columns.
    package var counts: [JobCount]?
    /// The check of a command's result; nil without `verify`, and for trials that aren't checked.
    package var check: ResultCheckRecord?
    /// How the leader ended.
    package var exit: ExitRecord
    /// What it ran with.
    package var allocator: AllocatorRecord
    /// The quality of each metric that was read.
    package var quality: [Metric: Quality] = [:]
    /// What the worker said it was doing last.
    package var phase: String?
    /// How many processes the tree had, in all.
    package var processCount: Int = 1
    /// The number of processors the command was pinned to; nil for none in particular.
    package var processorCount: Int?
    /// Programs that ran without the privileges their files grant, because they were traced.
    package var unprivilegedPrograms: [String]?
    /// The process whose peak is `peak_rss_bytes`.
    package var peakProcess: String?
    /// The end of what the command wrote to standard error, if it did not end well.
    package var stderrTail: String?
    /// The file with more of it, at most the last MiB, relative to the run; nil without a run, or if it
    /// wrote nothing or ended well.
    package var stderrFile: String?

    /// Why a trial is run; the raw value is its name in JSON.
    package enum Kind: String, Codable, Sendable {
        /// Judged.
        case measured
        /// On an empty input.
        case floor
        /// Without a budget, to learn what a cell that went over really needs.
        case need
        /// Beside the interval of a break point, to verify it.
        case edge
        /// With the allocation sampler.
        case profiled
    }

    enum CodingKeys: String, StoredKey {
        case scenario, strategy, scale, parameters, kind, index, seed
        case startedAt = "started_at"
        case outcome, evidence, enforcement, budget
        case peakRSSBytes = "peak_rss_bytes"
        case peakRSSLowBytes = "peak_rss_low_bytes"
        case peakRSSHighBytes = "peak_rss_high_bytes"
        case counterErrorBytes = "counter_error_bytes"
        case peakAnonBytes = "peak_anon_bytes"
        case peakFileBytes = "peak_file_bytes"
        case peakShmemBytes = "peak_shmem_bytes"
        case peakTreeBytes = "peak_tree_bytes"
        case peakLiveBytes = "peak_live_bytes"
        case cgroupPeakBytes = "cgroup_peak_bytes"
        case endRSSBytes = "end_rss_bytes"
        case overshootBytes = "overshoot_bytes"
        case wallNanoseconds = "wall_ns"
        case userNanoseconds = "user_ns"
        case systemNanoseconds = "system_ns"
        case majorFaults = "major_faults"
        case readBytes = "read_bytes"
        case writtenBytes = "written_bytes"
        case unitsDone = "units_done"
        case unitsTotal = "units_total"
        case rowsFailed = "rows_failed"
        case digest, counts, check, exit, allocator, quality, phase
        case processCount = "process_count"
        case processorCount = "cpus"
        case unprivilegedPrograms = "unprivileged_programs"
        case peakProcess = "peak_process"
        case stderrTail = "stderr_tail"
        case stderrFile = "stderr_file"
    }

    /// Makes an observation of a trial that has not been measured; the rest is filled in.
    package init(
        strategy: String, scale: ScaleRecord, kind: Kind = .measured, index: Int = 0,
        seed: UInt64 = 0, startedAt: String, outcome: Outcome, evidence: Evidence,
        enforcement: EnforcementRecord, exit: ExitRecord = ExitRecord(),
        allocator: AllocatorRecord, wallNanoseconds: Int = 0, userNanoseconds: Int = 0,
        systemNanoseconds: Int = 0, majorFaults: Int = 0
    ) {
        self.strategy = strategy
        self.scale = scale
        self.kind = kind
        self.index = index
        self.seed = seed
        self.startedAt = startedAt
        self.outcome = outcome
        self.evidence = evidence
        self.enforcement = enforcement
        self.exit = exit
        self.allocator = allocator
        self.wallNanoseconds = wallNanoseconds
        self.userNanoseconds = userNanoseconds
        self.systemNanoseconds = systemNanoseconds
        self.majorFaults = majorFaults
    }

    /// The reading of a metric, in bytes; nil if it was not read.
    package func bytes(of metric: Metric) -> Int? {
        switch metric {
        case .peakRSS: peakRSSBytes
        case .peakAnonymous: peakAnonBytes
        case .peakLive: peakLiveBytes
        case .peakTree: peakTreeBytes
        case .container: cgroupPeakBytes
        }
    }

    /// Whether somebody else than the command looked at its result: a right one of a worker has a digest,
    /// one of a command a finding, and a wrong one is an outcome.
    package var isResultChecked: Bool {
        if outcome == .wrongResult { return true }
        if let check { return check.finding == .right }
        return digest != nil
    }

    /// Whether the command ended well, within its budget, whatever its result.
    package var hasResult: Bool {
        outcome == .completed || outcome == .wrongResult || isCheckFailure
    }

    /// Whether the command ended well and the check of its result failed.
    package var isCheckFailure: Bool { evidence.kind == .check }

    /// Whether the process died before it could show its real peak: then the peak is a lower bound.
    package var isCensored: Bool {
        !hasResult && evidence.kind != .exactPeak
    }

    /// Units a second over the whole trial; nil unless it completed with a known count.
    package var unitsPerSecond: Double? {
        guard !isCensored, let unitsDone, unitsDone > 0, wallNanoseconds > 0 else { return nil }
        return Double(unitsDone) / (Double(wallNanoseconds) / 1e9)
    }
}
