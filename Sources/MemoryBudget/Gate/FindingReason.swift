/// Why a rule came out as it did, with the figures that a finding has beside `measured` and `limit`.
///
/// In JSON an object with one key, the reason's name, and the figures in it.
package enum FindingReason: Hashable, Sendable, Codable {
    // The whole scenario.

    /// The run has nothing of it.
    case notRun
    /// The run ended before every trial was run.
    case unfinished
    /// It has cells, and none of a candidate.
    case noCandidate
    /// No cell of the run was compared with the base.
    case nothingCompared
    /// A strategy can't run on this machine; the cause is the worker's own words.
    case unavailable(cause: String)

    // How the trials ended.

    /// No trial was run.
    case noTrials
    /// Every trial came to its end, or to that of its budget.
    case ended(as: Ending)
    /// So many of the trials failed, in the most severe of the ways they did.
    case failed(outcome: Outcome, trials: Int, of: Int)
    /// Results of the scale that should be the same are not, so that nobody knows which are right.
    case resultsDisagree(groups: [ResultDisagreement.Group])
    /// A control at the largest scale.
    case control(verdict: Verdict)
    /// The controls of the scenario, none of which was selected.
    case controlNotRun(strategies: [String])
    /// A cell of a run that was not gated.
    case verdict(verdict: Verdict)

    // Memory.

    /// There is no budget to be judged by.
    case noBudget
    /// The judged metric against its budget; a trial that was killed would have gone on growing.
    case peak(metric: Metric, isKilled: Bool)
    /// No floor was measured.
    case noFloor
    /// The metric above the floor; unbounded if every trial was killed.
    case net(netBytes: Interval, floorBytes: Double)

    // Growth.

    /// Fewer than two scales have a value, so that no class is known.
    case noGrowth
    /// The readings don't decide for one class.
    case undecidedGrowth(candidates: [GrowthClass], doubts: [GrowthDoubt])
    /// The class that the readings decide for, those that they don't tell from it, and the promise.
    case growth(found: GrowthClass, candidates: [GrowthClass], promised: GrowthClass)
    /// The growth over the measured scales as a share, and the share that a constant is allowed.
    case rangeGrowth(share: Interval, allowed: Double)
    /// Fewer than two scales have a value, so that there is no slope.
    case noSlope
    /// The slope of the best line.
    case slope(bytesPerUnit: Interval)
    /// The same of a fit that a run at the edge of its break point refuted.
    case refutedSlope(bytesPerUnit: Interval, units: Int, isOver: Bool)

    // Against another strategy, at the largest scale.

    /// It was not measured to its end there itself.
    case incomplete
    /// The other was not run there.
    case otherNotRun(strategy: String)
    /// The other's need without a budget, or its speed, was not measured.
    case otherUnmeasured(strategy: String)
    /// One of both was measured in one trial, which shows no speed.
    case singleTrial(strategy: String)
    /// The share of the other's figure; an upper bound of it if the other was killed. The interval
    /// reaches between the extremes of the quotients; nil in a run of an earlier membudget.
    case share(strategy: String, isUpperBound: Bool, interval: Interval? = nil)

    // Against earlier peaks.

    /// The change of the peak.
    case change(comparison: Comparison, bytes: Double, earlierBytes: Double, against: Earlier)
    /// Every earlier trial was killed, with this as the highest reading.
    case earlierKilled(bytes: Double, earlierBytes: Double, against: Earlier)
    /// The base's workers can't run the scenario.
    case baseUnavailable
    /// The base has no such cell.
    case notInBase
    /// The base's result is wrong.
    case baseWrong
    /// The base was not measured.
    case baseUnmeasured
    /// There is no baseline for this class of environments; those that have one.
    case noBaseline(environment: String, others: [String])
    /// The baseline has no such cell.
    case notInBaseline
    /// The baseline is of other data or another metric.
    case foreignBaseline

    /// How trials ended that did not fail.
    package enum Ending: String, Codable, Sendable {
        /// A budget ended one.
        case stopped
        /// Their results were checked and are right.
        case verified
        /// They came to their end, and nothing checks the result.
        case unverified
    }

    /// The earlier peaks of a comparison.
    package enum Earlier: String, Codable, Sendable {
        /// The same run with other workers.
        case base
        /// A committed file.
        case baseline
    }
}

extension FindingReason {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case notRun = "not_run"
        case unfinished
        case noCandidate = "no_candidate"
        case nothingCompared = "nothing_compared"
        case unavailable
        case noTrials = "no_trials"
        case ended, failed
        case resultsDisagree = "results_disagree"
        case control
        case controlNotRun = "control_not_run"
        case verdict
        case noBudget = "no_budget"
        case peak
        case noFloor = "no_floor"
        case net
        case noGrowth = "no_growth"
        case undecidedGrowth = "undecided_growth"
        case growth
        case rangeGrowth = "range_growth"
        case noSlope = "no_slope"
        case slope
        case refutedSlope = "refuted_slope"
        case incomplete
        case otherNotRun = "other_not_run"
        case otherUnmeasured = "other_unmeasured"
        case singleTrial = "single_trial"
        case share, change
        case earlierKilled = "earlier_killed"
        case baseUnavailable = "base_unavailable"
        case notInBase = "not_in_base"
        case baseWrong = "base_wrong"
        case baseUnmeasured = "base_unmeasured"
        case noBaseline = "no_baseline"
        case notInBaseline = "not_in_baseline"
        case foreignBaseline = "foreign_baseline"
    }

    enum PeakCodingKeys: String, StoredKey {
        case metric
        case isKilled = "killed"
    }

    enum NetCodingKeys: String, StoredKey {
        case netBytes = "net_bytes"
        case floorBytes = "floor_bytes"
    }

    enum SlopeCodingKeys: String, StoredKey {
        case bytesPerUnit = "bytes_per_unit"
    }

    enum RefutedSlopeCodingKeys: String, StoredKey {
        case bytesPerUnit = "bytes_per_unit"
        case units
        case isOver = "over"
    }

    enum ShareCodingKeys: String, StoredKey {
        case strategy
        case isUpperBound = "upper_bound"
        case interval
    }

    enum ChangeCodingKeys: String, StoredKey {
        case comparison, bytes
        case earlierBytes = "earlier_bytes"
        case against
    }

    enum EarlierKilledCodingKeys: String, StoredKey {
        case bytes
        case earlierBytes = "earlier_bytes"
        case against
    }
}
