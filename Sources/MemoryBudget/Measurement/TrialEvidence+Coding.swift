// The names of the figures in JSON: `{"watchdog": {"metric": …, "bytes": …}, "progress": {…}}`.

extension TrialEvidence: Codable {
    private enum CodingKeys: String, CodingKey {
        case progress
    }

    /// Decodes the proof from the key that is not `progress`, and the progress.
    package init(from decoder: any Decoder) throws {
        proof = try Proof(from: decoder)
        progress = try decoder.container(keyedBy: CodingKeys.self)
            .decodeIfPresent(Progress.self, forKey: .progress)
    }

    /// Encodes the proof under the name of its case, and the progress beside it.
    package func encode(to encoder: any Encoder) throws {
        try proof.encode(to: encoder)
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(progress, forKey: .progress)
    }
}

extension TrialEvidence.Proof {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case watchdog
        case kernelKill = "kernel_kill"
        case kernelKillOutsideMetric = "kernel_kill_outside_metric"
        case kernelKillAboveLimit = "kernel_kill_above_limit"
        case allocationRefused = "allocation_refused"
        case diedAtDataLimit = "died_at_data_limit"
        case refusalSurvived = "refusal_survived"
        case refusalsNotSeen = "refusals_not_seen"
        case exactPeak = "exact_peak"
        case deadline, stalled, interrupted
        case foreignKill = "foreign_kill"
        case trap
        case fatalSignal = "fatal_signal"
        case exitCode = "exit_code"
        case notFound = "not_found"
        case notExecutable = "not_executable"
        case launchFailed = "launch_failed"
        case endNotSeen = "end_not_seen"
        case metricNotRead = "metric_not_read"
        case notWatched = "not_watched"
        case treeNotRead = "tree_not_read"
        case wrongRowCount = "wrong_row_count"
        case wrongContent = "wrong_content"
        case wrongRejectedCount = "wrong_rejected_count"
        case expectationMissing = "expectation_missing"
        case inputChanged = "input_changed"
        case resultNotRead = "result_not_read"
        case resultRejected = "result_rejected"
        case resultDiffers = "result_differs"
        case checkFailed = "check_failed"
        case exited
    }

    enum WatchdogCodingKeys: String, StoredKey {
        case metric, bytes
        case limitBytes = "limit_bytes"
        case elapsedNanoseconds = "elapsed_ns"
    }

    enum KernelKillCodingKeys: String, StoredKey {
        case chargeBytes = "charge_bytes"
        case limitBytes = "limit_bytes"
        case parts
    }

    enum KernelKillOutsideMetricCodingKeys: String, StoredKey {
        case chargeBytes = "charge_bytes"
        case limitBytes = "limit_bytes"
        case metric, bytes, parts
    }

    enum AllocationRefusedCodingKeys: String, StoredKey {
        case limitBytes = "limit_bytes"
        case bytes
        case dataBytes = "data_bytes"
    }

    enum DiedAtDataLimitCodingKeys: String, StoredKey {
        case limitBytes = "limit_bytes"
    }

    enum RefusalSurvivedCodingKeys: String, StoredKey {
        case limitBytes = "limit_bytes"
        case bytes
        case dataBytes = "data_bytes"
        case refusals
    }

    enum RefusalsNotSeenCodingKeys: String, StoredKey {
        case limitBytes = "limit_bytes"
    }

    enum ExactPeakCodingKeys: String, StoredKey {
        case metric, bytes
        case limitBytes = "limit_bytes"
    }

    enum DeadlineCodingKeys: String, StoredKey {
        case timeoutNanoseconds = "timeout_ns"
    }

    enum StalledCodingKeys: String, StoredKey {
        case timeoutNanoseconds = "timeout_ns"
        case highBytes = "high_bytes"
        case stalledNanoseconds = "stalled_ns"
        case windowNanoseconds = "window_ns"
    }

    enum NotWatchedCodingKeys: String, StoredKey {
        case cause
        case processCount = "process_count"
    }

    enum TreeNotReadCodingKeys: String, StoredKey {
        case lowBytes = "low_bytes"
        case highBytes = "high_bytes"
        case limitBytes = "limit_bytes"
    }

    enum WrongRowCountCodingKeys: String, StoredKey {
        case rows
        case expectedRows = "expected_rows"
        case remark
    }

    enum WrongContentCodingKeys: String, StoredKey {
        case rows, digest
        case expectedDigest = "expected_digest"
        case remark
    }

    enum ResultDiffersCodingKeys: String, StoredKey {
        case reference, format
        case referenceFormat = "reference_format"
        case rows
        case referenceRows = "reference_rows"
    }

    enum WrongRejectedCountCodingKeys: String, StoredKey {
        case rejected
        case expectedRejected = "expected_rejected"
    }
}
