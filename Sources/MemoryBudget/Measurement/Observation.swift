/// The measurements of one trial; the `…_bytes` and `…_ns` keys of a line of `trials.jsonl`.
///
/// ```swift
/// import Foundation
///
/// // One line of trials.jsonl.
/// let line = Data((readLine() ?? "").utf8)
/// let trial = try JSONDecoder().decode(Observation.self, from: line)
/// print(trial.outcome, trial.bytes(of: .peakRSS) ?? 0)
/// ```
///
/// A figure that could not be read is `nil`, never zero; in JSON its key is present with `null`.
package struct Observation: Hashable, Sendable, Codable {
    /// The name of the scenario; empty for `membudget run`.
    package var scenario = ""
    /// The name of the strategy; for `membudget run`, of the command.
    package var strategy: String
    /// The size of the input.
    package var scale: ScaleRecord
    /// The chosen value of every parameter.
    package var parameters: [String: String] = [:]
    /// The purpose of the trial.
    package var kind: Kind
    /// The 0-based index among the trials of the same cell and kind.
    package var index: Int
    /// The seed of the trial order and of the dataset.
    package var seed: UInt64
    /// The start time, in UTC, as ISO 8601 with milliseconds.
    package var startedAt: String
    /// The way in which the trial ended.
    package var outcome: Outcome
    /// The reason for the outcome.
    package var evidence: Evidence
    /// The enforcement of the budget.
    package var enforcement: EnforcementRecord
    /// The budget of the trial; `nil` if it had none.
    package var budget: Budget?
    /// The highest high-water mark of resident memory among the processes of the tree, in bytes.
    package var peakRSSBytes: Int?
    /// The lowest possible peak RSS, in bytes.
    package var peakRSSLowBytes: Int?
    /// The highest possible peak RSS, in bytes; `nil` if a higher peak may have been missed.
    package var peakRSSHighBytes: Int?
    /// The maximum error of the kernel's memory counters for the process with the peak, in bytes.
    package var counterErrorBytes: Int?
    /// The highest sampled anonymous memory of any process, in bytes.
    package var peakAnonBytes: Int?
    /// The highest sampled file-backed memory of any process, in bytes.
    package var peakFileBytes: Int?
    /// The highest sampled shared memory of any process, in bytes.
    package var peakShmemBytes: Int?
    /// The highest sampled sum of the tree's proportional set sizes, in bytes.
    package var peakTreeBytes: Int?
    /// The highest reading of jemalloc's allocated bytes.
    package var peakLiveBytes: Int?
    /// The cgroup's own high-water mark of charged memory, in bytes.
    package var cgroupPeakBytes: Int?
    /// The resident memory of the launched process when it ended, in bytes.
    package var endRSSBytes: Int?
    /// The amount by which the judged metric exceeded the budget before the trial was stopped, in
    /// bytes.
    package var overshootBytes: Int?
    /// The time from the start of the command to the end of its main process.
    package var wallNanoseconds: Int
    /// The user CPU time of all processes of the tree; without tracing, of those that were waited
    /// for.
    package var userNanoseconds: Int
    /// The system CPU time of the same processes.
    package var systemNanoseconds: Int
    /// The number of page faults that needed the disk.
    package var majorFaults: Int
    /// The bytes returned by the read calls of the tree, from files, pipes and caches alike.
    package var readBytes: Int?
    /// The bytes passed by the tree to write calls, to files, pipes and terminals alike.
    package var writtenBytes: Int?
    /// The units processed when the trial ended, as reported by the worker, even if it was killed.
    package var unitsDone: Int?
    /// The total number of units; `nil` if unknown.
    package var unitsTotal: Int?
    /// The number of rejected units.
    package var rowsFailed: Int?
    /// The order-independent digest of the verified result.
    package var digest: String?
    /// The job's own counts from its verified result, in the order of the report's columns.
    package var counts: [JobCount]?
    /// The check of a command's result; `nil` without `verify`, and for trials that aren't checked.
    package var check: ResultCheckRecord?
    /// The exit status of the main process, or the signal that ended it.
    package var exit: ExitRecord
    /// The allocator of the trial.
    package var allocator: AllocatorRecord
    /// The quality of each metric that was read.
    package var quality: [Metric: Quality] = [:]
    /// The last phase reported by the worker.
    package var phase: String?
    /// The total number of processes in the tree.
    package var processCount: Int = 1
    /// The number of processors that the command was pinned to; `nil` if it was not pinned.
    package var processorCount: Int?
    /// The programs that ran without the privileges granted by their files, because they were
    /// traced.
    package var unprivilegedPrograms: [String]?
    /// The name of the process whose peak is `peak_rss_bytes`.
    package var peakProcess: String?
    /// The end of the command's standard error, unless the command succeeded.
    package var stderrTail: String?
    /// The file with at most the last MiB of standard error, relative to the run's folder. `nil`
    /// without a run, if nothing was written, or if the command succeeded.
    package var stderrFile: String?

    /// The purpose of a trial; the raw value is its name in JSON.
    package enum Kind: String, Codable, Sendable {
        /// Judged against the budget.
        case measured
        /// Run on an empty input.
        case floor
        /// Run without a budget, to measure the need of a cell that went over.
        case need
        /// Run near the interval of a break point, to verify it.
        case edge
        /// Run with the allocation sampler.
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

    /// Creates an observation without measurements, which the caller then fills in.
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

    /// Returns the reading of a metric, in bytes; `nil` if it was not read.
    package func bytes(of metric: Metric) -> Int? {
        switch metric {
        case .peakRSS: peakRSSBytes
        case .peakAnonymous: peakAnonBytes
        case .peakLive: peakLiveBytes
        case .peakTree: peakTreeBytes
        case .container: cgroupPeakBytes
        }
    }

    /// Whether the result was checked by something other than the command. A right result of a
    /// worker has a digest, one of a command has a finding, and a wrong result is an outcome.
    package var isResultChecked: Bool {
        if outcome == .wrongResult { return true }
        if let check { return check.finding == .right }
        return digest != nil
    }

    /// Whether the command succeeded within its budget, whatever its result.
    package var hasResult: Bool {
        outcome == .completed || outcome == .wrongResult || isCheckFailure
    }

    /// Whether the command succeeded and the check of its result failed.
    package var isCheckFailure: Bool { evidence.kind == .check }

    /// Whether the process died before it could reach its real peak, so that the recorded peak is a
    /// lower bound.
    package var isCensored: Bool {
        !hasResult && evidence.kind != .exactPeak
    }

    /// The throughput in units per second over the whole trial; `nil` unless the trial completed
    /// with a known count.
    package var unitsPerSecond: Double? {
        guard !isCensored, let unitsDone, unitsDone > 0, wallNanoseconds > 0 else { return nil }
        return Double(unitsDone) / (Double(wallNanoseconds) / 1e9)
    }
}
