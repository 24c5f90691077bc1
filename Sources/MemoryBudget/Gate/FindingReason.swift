/// The reason for a gate finding, with figures beyond its `measured` and `limit`.
///
/// Encoded in JSON as an object with one key, the reason's name, whose value holds the figures.
package enum FindingReason: Hashable, Sendable, Codable {
    // The whole scenario.

    /// No trial of the scenario was run.
    case notRun
    /// The run was interrupted before every trial was run.
    case unfinished
    /// The run has cells of the scenario, but none of a candidate.
    case noCandidate
    /// No cell of the run was compared with the base build.
    case nothingCompared
    /// The strategy can't run on this machine; `cause` quotes the worker.
    case unavailable(cause: String)

    // How the trials ended.

    /// No trial was run.
    case noTrials
    /// Every trial ended by itself or was stopped by its budget.
    case ended(as: Ending)
    /// Some trials failed; `outcome` is the most severe outcome among them.
    case failed(outcome: Outcome, trials: Int, of: Int)
    /// Results that should be equal differ, so it is unknown which are right.
    case resultsDisagree(groups: [ResultDisagreement.Group])
    /// The reference results could not be read in some of the trials.
    case unreadableReference(trials: Int, of: Int)
    /// The verdict of a control at the largest scale.
    case control(verdict: Verdict)
    /// The scenario has controls, but none was selected.
    case controlNotRun(strategies: [String])
    /// The verdict of a cell in a run that was not gated.
    case verdict(verdict: Verdict)

    // Memory.

    /// The strategy has no budget.
    case noBudget
    /// The judged metric and its budget; if `isKilled`, the memory would have grown further.
    case peak(metric: Metric, isKilled: Bool)
    /// No floor was measured.
    case noFloor
    /// The metric minus the floor; unbounded if every trial was killed.
    case net(netBytes: Interval, floorBytes: Double)

    // Growth.

    /// Fewer than two scales have a value, so the growth class is unknown.
    case noGrowth
    /// The readings fit several growth classes.
    case undecidedGrowth(candidates: [GrowthClass], doubts: [GrowthDoubt])
    /// The class found, the classes that can't be distinguished from it, and the promised class.
    case growth(found: GrowthClass, candidates: [GrowthClass], promised: GrowthClass)
    /// The growth over the measured scales, as a share, and the maximum share for a constant.
    case rangeGrowth(share: Interval, allowed: Double)
    /// Fewer than two scales have a value, so there is no slope.
    case noSlope
    /// The slope of the best-fitting line.
    case slope(bytesPerUnit: Interval)
    /// The slope of a fit that was refuted by a run near its break point.
    case refutedSlope(bytesPerUnit: Interval, units: Int, isOver: Bool)

    // Compared with another strategy, at the largest scale.

    /// The strategy itself was not completely measured at the largest scale.
    case incomplete
    /// The other strategy was not run at the largest scale.
    case otherNotRun(strategy: String)
    /// The other strategy's need without a budget, or its speed, was not measured.
    case otherUnmeasured(strategy: String)
    /// One of the strategies has a single trial, which is too few to compare speeds.
    case singleTrial(strategy: String)
    /// The share of the other strategy's figure; an upper bound if the other was killed. The
    /// interval spans the extremes of the quotients; `nil` in runs recorded by earlier versions.
    case share(strategy: String, isUpperBound: Bool, interval: Interval? = nil)

    // Compared with earlier peaks.

    /// The change of the peak.
    case change(comparison: Comparison, bytes: Double, earlierBytes: Double, against: Earlier)
    /// Every earlier trial was killed; `earlierBytes` is their highest reading.
    case earlierKilled(bytes: Double, earlierBytes: Double, against: Earlier)
    /// The base build's workers can't run the scenario.
    case baseUnavailable
    /// The cell was not run with the base build.
    case notInBase
    /// The base build's result is wrong.
    case baseWrong
    /// The base build was not measured.
    case baseUnmeasured
    /// There is no baseline for this class of environments; `others` lists those that have one.
    case noBaseline(environment: String, others: [String])
    /// The folder of baselines is empty.
    case emptyBaselines(folder: String)
    /// The baseline does not contain the cell.
    case notInBaseline
    /// The baseline was measured with other data or another metric.
    case foreignBaseline

    /// The way in which trials that did not fail ended.
    package enum Ending: String, Codable, Sendable {
        /// At least one trial was stopped by its budget.
        case stopped
        /// The trials' results were checked and are right.
        case verified
        /// The trials completed, and their results were not checked.
        case unverified
    }

    /// The source of the earlier peaks in a comparison.
    package enum Earlier: String, Codable, Sendable {
        /// The base build, measured in the same run.
        case base
        /// A committed baseline file.
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
        case unreadableReference = "unreadable_reference"
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
        case emptyBaselines = "empty_baselines"
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
