import MemoryBudget

/// Everything that is known about how a trial ended: the evidence a classification weighs.
struct TrialEnd {
    /// Why the harness ended the tree; `leaderEnded` if it didn't have to.
    var ending: Ending?
    /// What kept the command from starting.
    var launchFailure: LaunchFailure?
    var leaderStatus: WaitStatus?
    var processes: [TracedProcess] = []
    /// The kernel's record, if the trial had a cgroup.
    var cgroup: CgroupEvidence?
    /// RLIMIT_DATA; 0 for none.
    var dataLimitBytes = 0
    /// The end of the command's standard error.
    var errorText = ""
    var budget: Budget?
    /// Whether the budget was a kernel limit of exactly its size.
    var isContainer = false
    /// The judged metric's reading; nil if it could not be read.
    var judgedBytes: Int?
    var judgedMetric = Metric.peakRSS
    /// Whether that reading is exact.
    var isExact = true
    var timeout: Duration?
    /// Progress in words, " after 37 % of the input"; empty if none was reported.
    var progress = ""
}
