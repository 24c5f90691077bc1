internal import MemoryBudget
internal import RunStore

/// Judges one cell of a candidate: how its trials ended, its peak, and how that changed.
struct CellJudge {
    let cell: CellRecord
    let record: ScenarioRecord

    /// Each rule about a single scale with what came of it, in the order of rules.
    func judgements(
        _ rules: [GateRule], earlier: EarlierPeaks, noise: GrowthNoise, isRatchet: Bool
    ) -> [(GateRule.Kind, Judgement)] {
        var all: [(GateRule.Kind, Judgement)] = [(.outcome, outcome)]
        if let peak { all.append((.peak, peak)) }
        for rule in rules {
            if case .net(let limit) = rule.promise, let net = net(atMost: limit) {
                all.append((.net, net))
            }
        }
        if let change = change(from: earlier, rules, noise, isRatchet) {
            all.append((.baseline, change))
        }
        return all
    }

    // MARK: How the trials ended

    /// Whether every trial came to its end with the right result; what wasn't measured comes first.
    var outcome: Judgement {
        let trials = cell.measured
        guard !trials.isEmpty else { return Judgement(.missing, "no trial was run") }
        let ranks: [(Set<Outcome>, GateFinding.Result, String)] = [
            ([.crashed], .crashed, "crashed"), ([.failed], .crashed, "failed"),
            ([.timedOut], .timedOut, "timed out"),
            ([.killedExternally], .inconclusive, "was killed from outside"),
            ([.unmeasured], .inconclusive, "could not be measured"),
            ([.wrongResult], .wrong, "gave a wrong result"),
        ]
        for (outcomes, result, verb) in ranks {
            let such = trials.filter { outcomes.contains($0.outcome) }
            guard let first = such.first else { continue }
            let count = such.count == trials.count ? "" : "\(such.count) of \(trials.count) trials "
            return Judgement(result, "\(count)\(verb): \(first.evidence.detail)")
        }
        let isStopped = trials.contains { $0.outcome == .overBudget }
        let isVerified = trials.contains { $0.digest != nil }
        let ending =
            isStopped
            ? "ended by its budget" : isVerified ? "the result is right" : "came to its end"
        return Judgement(.kept, ending)
    }

    // MARK: Peaks

    /// The budget, by the verdict; nil without one, or if the trials say nothing of it.
    private var peak: Judgement? {
        guard let budget = cell.budget else { return nil }
        let limit = Double(budget.limitBytes)
        let highest = cell.highest ?? 0
        let title = budget.metric.title
        let result: GateFinding.Result
        switch cell.verdict {
        case .within: result = .kept
        case .over: result = .over
        case .inconclusive: result = .inconclusive
        case .wrong, .unmeasured: return nil
        }
        let distance = highest - limit
        let isKilled = cell.summary?.censoredTrials ?? 0 > 0
        let reading = isKilled ? "killed at \(Words.bytes(highest))" : Words.bytes(highest)
        let words: String
        switch result {
        case .kept: words = "\(Words.bytes(-distance)) below the budget of \(Words.bytes(limit))"
        case .over: words = "over the budget of \(Words.bytes(limit))"
        default:
            words =
                "the trials disagree, or lie too near the budget of \(Words.bytes(limit)) to decide"
        }
        return Judgement(
            result, "\(title) \(reading), \(words)", measured: highest, limit: limit)
    }

    /// What it holds above its floor.
    private func net(atMost limit: ByteCount) -> Judgement? {
        let limitBytes = Double(limit.bytes)
        guard let floor else {
            return Judgement(
                .missing, "no floor was measured, so nothing can be subtracted", limit: limitBytes)
        }
        guard let peaks = cell.peaks else {
            // Killed: what it held is known to be at least that.
            let least = (cell.highest ?? 0) - floor
            guard least > limitBytes else { return nil }
            return Judgement(
                .over, "at least \(Words.bytes(least)) above the floor, more than \(limit)",
                measured: least, limit: limitBytes)
        }
        let net = Interval(peaks).less(floor)
        let range = Words.range(net, Words.bytes)
        return Judgement(
            net.judged(atMost: limitBytes),
            "\(Words.bytes(max(0, net.middle)))\(range) above the floor of \(Words.bytes(floor)),"
                + " at most \(limit) is promised",
            measured: net.middle, limit: limitBytes)
    }

    /// The floor of the judged metric.
    private var floor: Double? {
        let growth = record.strategies.first { $0.variant == cell.variant }?.growth
        if let growth, growth.metric == record.metric, let floor = growth.floorBytes {
            return floor
        }
        return record.metric == .peakRSS ? cell.floorRSSBytes : nil
    }

    // MARK: Changes

    /// The change against a baseline or base; nil if nothing is compared or there is no peak.
    private func change(
        from earlier: EarlierPeaks, _ rules: [GateRule], _ noise: GrowthNoise, _ isRatchet: Bool
    ) -> Judgement? {
        if case .none = earlier { return nil }
        guard earlier.absence == nil, let peaks = cell.peaks else { return nil }
        let before: Summary
        switch earlier.peaks(of: cell, in: record) {
        case .found(let found): before = found
        case .above(let bytes):
            let isBetter = peaks.high < bytes
            let words = "\(Words.bytes(peaks.median)), and \(earlier.name) was killed at"
            return Judgement(
                isBetter ? .improved : .inconclusive, "\(words) \(Words.bytes(bytes))",
                measured: peaks.median / bytes - 1)
        case .unknown(let reason):
            return Judgement(.inconclusive, reason)
        case .absent(let reason):
            return Judgement(earlier.absentResult, reason, measured: nil)
        }
        let threshold = rules.lazy.compactMap(\.threshold).first ?? Gate.thresholdDefault
        let comparison = Comparison(
            peaks, against: before,
            tolerance: max(threshold, noise.difference(of: before.median)))
        let figures =
            "\(Words.bytes(peaks.median)), \(comparison.text) against"
            + " \(Words.bytes(before.median)) of \(earlier.name)"
        return Judgement(
            comparison.word.result(isRatchet: isRatchet),
            comparison.word.sentence(figures, isRatchet: isRatchet),
            measured: comparison.change, limit: threshold)
    }
}

extension Comparison.Word {
    fileprivate func result(isRatchet: Bool) -> GateFinding.Result {
        switch self {
        case .unchanged: .kept
        case .regressed: .regressed
        case .improved: isRatchet ? .regressed : .improved
        case .new, .gone: .new
        case .unmeasured: .inconclusive
        }
    }

    fileprivate func sentence(_ figures: String, isRatchet: Bool) -> String {
        let advice =
            isRatchet && self == .improved
            ? "; update the baseline, so that it can't be lost again" : ""
        return "\(rawValue): \(figures)\(advice)"
    }
}

extension GateRule {
    fileprivate var threshold: Double? {
        if case .baseline(let threshold) = promise { threshold } else { nil }
    }
}

extension CellRecord {
    /// The judged metric's readings; nil if a trial is censored, because the real one is higher, and
    /// if the result is wrong, because it is not what that job needs.
    var peaks: Summary? {
        guard summary?.censoredTrials == 0, verdict != .wrong else { return nil }
        return summary?.judged.flatMap { Summary($0.values) }
    }

    /// The highest reading of the judged metric in any measured trial.
    var highest: Double? {
        [summary?.judged?.values.max(), summary?.atLeastBytes.map(Double.init)]
            .compactMap(\.self).max()
    }
}
