import MemoryBudget

/// The behaviour of one trial on a ``FakeSystem``: what it holds, and how it ends.
struct FakeTrial: Sendable {
    /// The bytes that it needs; a budget below them ends it.
    var bytes: Int
    /// A budget below this slows it down to three seconds; nil for none.
    var slowBelow: Int?
    /// The outcome unless its budget ends it.
    var outcome = Outcome.completed
    /// The numbers of the rows that it rejects.
    var rejectedRows: [Int] = []
    /// Why nothing could be measured; nil for a trial that could.
    var evidence: Evidence.Kind?
    /// The check of its result; nil without any.
    var check: ResultCheckRecord?
    /// The digest that a check of a command printed; nil for none.
    var digest: String?
    /// The bytes that its peak may be larger by than what was read.
    var uncertainBytes = 0
    /// The bytes of other processes of its tree, at the same time; nil for none.
    var otherBytes: Int?
    /// Whether the check of its result fails.
    var isCheckFailed = false

    /// The same with a result that is compared with those of others.
    func writing(_ content: String?) -> FakeTrial {
        var trial = self
        trial.check = ResultCheckRecord(
            .sameAs, .pending,
            fingerprint: ResultFingerprint(
                format: content == nil ? .absent : .file, contentDigest: content))
        return trial
    }

    /// A trial that needs so many bytes, and ends well.
    static func holding(_ bytes: Int) -> FakeTrial { FakeTrial(bytes: bytes) }

    /// A trial that needs so many MiB, and ends well.
    static func holding(mebibytes: Int) -> FakeTrial { .holding(mebibytes << 20) }

    /// A trial of 8 MiB with another end.
    static func ending(as outcome: Outcome) -> FakeTrial {
        FakeTrial(bytes: 8 << 20, outcome: outcome)
    }
}

extension Outcome {
    /// The proof that a trial of this outcome has.
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
