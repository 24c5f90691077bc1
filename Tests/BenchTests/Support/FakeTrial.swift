import MemoryBudget

/// The behavior of one trial on a ``FakeSystem``: its memory and its outcome.
struct FakeTrial: Sendable {
    /// The memory that the trial needs, in bytes; a smaller budget ends the trial.
    var bytes: Int
    /// The budget below which the trial takes three seconds; `nil` for none.
    var slowBelow: Int?
    /// The outcome, unless the budget ends the trial.
    var outcome = Outcome.completed
    /// The numbers of the rows that it rejects.
    var rejectedRows: [Int] = []
    /// The evidence for an unmeasured trial; `nil` for a measured one.
    var evidence: Evidence.Kind?
    /// The check of the result; `nil` for none.
    var check: ResultCheckRecord?
    /// The digest that a check command printed; `nil` for none.
    var digest: String?
    /// The number of bytes by which the peak may exceed its reading.
    var uncertainBytes = 0
    /// The simultaneous memory of other processes in the tree, in bytes; `nil` for none.
    var otherBytes: Int?
    /// Whether the check of its result fails.
    var isCheckFailed = false

    /// Returns this trial with a result that is compared with those of others.
    func writing(_ content: String?) -> FakeTrial {
        var trial = self
        trial.check = ResultCheckRecord(
            .sameAs, .pending,
            fingerprint: ResultFingerprint(
                format: content == nil ? .absent : .file, contentDigest: content))
        return trial
    }

    /// Returns a trial that needs this many bytes and completes.
    static func holding(_ bytes: Int) -> FakeTrial { FakeTrial(bytes: bytes) }

    /// Returns a trial that needs this many MiB and completes.
    static func holding(mebibytes: Int) -> FakeTrial { .holding(mebibytes << 20) }

    /// Returns a trial of 8 MiB with another outcome.
    static func ending(as outcome: Outcome) -> FakeTrial {
        FakeTrial(bytes: 8 << 20, outcome: outcome)
    }
}

extension Outcome {
    /// The evidence for the outcome.
    var fakeEvidence: Evidence.Kind {
        switch self {
        case .completed: .exited
        case .overBudget: .watchdog
        case .wrongResult: .verification
        case .crashed: .signal
        case .failed: .exitCode
        case .timedOut: .deadline
        case .stalled: .memoryPressure
        case .killedExternally: .foreignKill
        case .unmeasured: .lost
        }
    }
}
