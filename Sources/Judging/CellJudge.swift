internal import MemoryBudget
internal import RunStore

/// The judge of one cell of a candidate: the outcomes of its trials, its peak, and the change of
/// its peak.
struct CellJudge {
    let cell: CellRecord
    let strategy: StrategyRecord
    let record: ScenarioRecord

    /// Returns each rule about a single scale with its judgment, in the order of rules.
    func judgements(
        _ rules: [GateRule], earlier: EarlierPeaks, noise: GrowthNoise, isRatchet: Bool
    ) -> [(GateRule.Kind, Judgement)] {
        var all: [(GateRule.Kind, Judgement)] = [(.outcome, outcome)]
        if let peak { all.append((.peak, peak)) }
        for rule in rules {
            if case .net(let limit) = rule.promise, let net = net(atMost: Double(limit.bytes)) {
                all.append((.net, net))
            }
        }
        let threshold = rules.lazy.compactMap(\.threshold).first ?? Gate.thresholdDefault
        let change = change(
            from: earlier, threshold: threshold, noise: noise, isRatchet: isRatchet)
        if let change { all.append((.baseline, change)) }
        return all
    }

    // MARK: Outcome

    /// The judgment of the trials' outcomes: kept, or the most severe failure. A result that
    /// nothing checked may be wrong, so the rule is then unchecked rather than kept.
    var outcome: Judgement {
        let trials = cell.measured
        guard !trials.isEmpty else { return Judgement(.missing, .noTrials) }
        for outcome in Outcome.failures {
            let failed = trials.filter { $0.outcome == outcome }
            guard let first = failed.first else { continue }
            return Judgement(
                first.result, .failed(outcome: outcome, trials: failed.count, of: trials.count))
        }
        // A job's need is not known from a trial whose result could not be checked.
        if let need = cell.need, need.isCheckFailure {
            return Judgement(need.result, .failed(outcome: need.outcome, trials: 1, of: 1))
        }
        if let disagreement = cell.disagreement {
            return Judgement(.inconclusive, .resultsDisagree(groups: disagreement.groups))
        }
        if cell.isResultChecked == false { return Judgement(.unchecked, .ended(as: .unverified)) }
        let isStopped = trials.contains { $0.outcome == .overBudget }
        return Judgement(.kept, .ended(as: isStopped ? .stopped : .verified))
    }

    // MARK: Peaks

    /// The judgment of the budget, based on the verdict; `nil` without a budget, or if the trials
    /// don't show the peak.
    private var peak: Judgement? {
        guard let budget = cell.budget else { return nil }
        let result: GateFinding.Result
        switch cell.verdict {
        case .within: result = .kept
        case .over: result = .over
        case .inconclusive:
            // If results disagree, the outcome reports it, and no other rule is kept.
            guard cell.disagreement == nil else { return nil }
            result = .inconclusive
        case .wrong, .unmeasured: return nil
        }
        let highest = cell.reading.highest ?? 0
        // A trial that wasn't killed may have a higher peak than those that were.
        let isKilled = cell.summary?.atLeastBytes.map { Double($0) >= highest } ?? false
        return Judgement(
            result, .peak(metric: budget.metric, isKilled: isKilled), measured: highest,
            limit: Double(budget.limit.bytes))
    }

    /// Returns the judgment of the peak above the floor; `nil` if a trial was killed below the
    /// limit.
    private func net(atMost limit: Double) -> Judgement? {
        guard let floor else { return Judgement(.missing, .noFloor, limit: limit) }
        let net: Interval
        if let peaks = cell.rightReading?.peaks {
            net = (Interval(peaks) - floor).widened(by: cell.reading.counterErrorBytes)
        } else {
            // The peak of a killed trial is only known as a lower bound.
            let least = (cell.reading.highest ?? 0) - floor
            guard least > limit else { return nil }
            net = Interval(estimate: least, low: least, high: .infinity)
        }
        return Judgement(
            net.judged(atMost: limit), .net(netBytes: net, floorBytes: floor),
            measured: net.estimate, limit: limit)
    }

    /// The floor of the judged metric, in bytes; `nil` if it wasn't measured.
    var floor: Double? {
        if let growth = strategy.growth, growth.metric == record.metric,
            let floor = growth.floorBytes
        {
            return floor
        }
        return record.metric == .peakRSS ? cell.floorRSSBytes : nil
    }

    // MARK: Changes

    /// Returns the change from a baseline or base; `nil` if nothing is compared or there is no
    /// peak.
    private func change(
        from earlier: EarlierPeaks, threshold: Double, noise: GrowthNoise, isRatchet: Bool
    ) -> Judgement? {
        if case .none = earlier { return nil }
        guard earlier.absence == nil, let peaks = cell.rightReading?.peaks else { return nil }
        switch earlier.peaks(of: cell, in: record) {
        case .above(let bytes):
            return Judgement(
                peaks.high < bytes ? .improved : .inconclusive,
                .earlierKilled(bytes: peaks.median, earlierBytes: bytes, against: earlier.source),
                measured: peaks.median / bytes - 1)
        case .unknown(let reason):
            return Judgement(.inconclusive, reason)
        case .absent(let reason):
            return Judgement(earlier.absentResult, reason)
        case .found(let before):
            let tolerance = max(threshold, noise.difference(of: before.median))
            let comparison = Comparison(peaks, against: before, tolerance: tolerance)
            let isHidden =
                comparison.word == .unchanged
                && Self.mayHideChange(peaks, from: before, tolerance: tolerance)
            return Judgement(
                isHidden ? .inconclusive : comparison.word.result(isRatchet: isRatchet),
                .change(
                    comparison: comparison, bytes: peaks.median, earlierBytes: before.median,
                    against: earlier.source),
                measured: comparison.change, limit: threshold)
        }
    }
}

extension CellJudge {
    /// The minimum relative excess over all earlier peaks that is not explained by the spread of
    /// equal trials.
    private static let strayShareMin = 0.25

    /// Returns whether the spread of readings may hide a change: the median has changed, or
    /// the upper end of the interval is far above the earlier one.
    private static func mayHideChange(
        _ peaks: Summary, from before: Summary, tolerance: Double
    ) -> Bool {
        // Judges the change as it is reported: subtracting 1 rounded it.
        let change = peaks.median / before.median - 1
        return 1 + change > 1 + tolerance
            || peaks.high > before.high * (1 + max(strayShareMin, 2 * tolerance))
    }
}

extension Comparison.Word {
    fileprivate func result(isRatchet: Bool) -> GateFinding.Result {
        switch self {
        case .unchanged: .kept
        case .regressed: .regressed
        case .improved: isRatchet ? .improvedRatchet : .improved
        case .new, .gone: .new
        case .wrong, .uncheckable, .unmeasured: .inconclusive
        }
    }
}

extension GateRule {
    fileprivate var threshold: Double? {
        if case .baseline(let threshold) = promise { threshold } else { nil }
    }
}
