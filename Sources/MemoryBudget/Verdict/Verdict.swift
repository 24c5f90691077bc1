/// The verdict of a cell's observations on its budget; the raw value is its name in JSON.
package enum Verdict: String, Codable, CaseIterable, Sendable {
    /// The trials keep the budget.
    case within
    /// The trials go over it.
    case over
    /// A trial ended well with a wrong result: never green, however small.
    case wrong
    /// The trials disagree, or lie too near to the limit to be told from it.
    case inconclusive
    /// A trial crashed, failed, timed out, was killed from outside or could not be measured, or
    /// there is no budget to judge by.
    case unmeasured
}

extension Verdict {
    /// Judges the measured trials of one cell.
    ///
    /// A wrong result outranks everything: a strategy that is small and wrong is wrong. A trial
    /// without a measurement leaves the cell unmeasured, unless every other one went over.
    ///
    /// Then the median of the trials is judged, with its 95 % interval (of fewer than six trials: their
    /// range), widened by the machine's noise. A trial that its budget killed counts as more than any
    /// reading. An interval up to the limit is within, one above it is over, and one across it is
    /// inconclusive. A reading that is an interval counts with its high end where a limit is to be
    /// kept, and with its low end where it is to be broken. A job that its budget ended once in nine times is not within it, wherever the
    /// median lies: a trial over the limit leaves the cell inconclusive until enough others agree.
    ///
    /// - Parameters:
    ///   - observations: The measured trials.
    ///   - budget: What they are judged by; without one nothing is within.
    ///   - noise: Of the machine; nil widens nothing.
    package init(judging observations: [Observation], budget: Budget?, noise: NoiseRecord? = nil) {
        let lost = observations.count { !Self.measuring.contains($0.outcome) }
        let over = observations.count { $0.outcome == .overBudget }
        let readings = budget.map { budget in observations.map { $0.judgedBytes(budget) } }
        let highs = observations.compactMap { trial in
            budget.flatMap { trial.judgedHighBytes($0) }
        }
        if observations.contains(where: { $0.outcome == .wrongResult }) {
            self = .wrong
        } else if lost > 0 {
            self = over > 0 && over + lost == observations.count ? .over : .unmeasured
        } else if let budget, let readings, !readings.contains(nil),
            let summary = Summary(readings.compactMap(\.self)), let high = Summary(highs)?.high
        {
            // The kernel's limit decides on a charge, and one that ended well below it was enough.
            let marginBytes = budget.metric.showsNeed ? noise?.marginBytes ?? 0 : 0
            let verdict = Self.judge(
                summary.low...max(summary.low, high), by: budget, marginBytes: marginBytes)
            let isBroken = over > 0 || summary.values.contains { $0 > Double(budget.limit.bytes) }
            self = verdict == .within && isBroken ? .inconclusive : verdict
        } else {
            self = .unmeasured
        }
    }

    /// The outcomes that say something of memory.
    private static let measuring: Set<Outcome> = [.completed, .overBudget, .wrongResult]

    private static func judge(
        _ range: ClosedRange<Double>, by budget: Budget, marginBytes: Double
    ) -> Verdict {
        let limit = Double(budget.limit.bytes)
        if range.upperBound + marginBytes <= limit { return .within }
        return range.lowerBound - marginBytes > limit ? .over : .inconclusive
    }
}

extension Observation {
    /// The same with the most that the metric can have been.
    fileprivate func judgedHighBytes(_ budget: Budget) -> Double? {
        guard let bytes = judgedBytes(budget), bytes.isFinite, budget.metric.showsNeed else {
            return judgedBytes(budget)
        }
        return highBytes(of: budget.metric).map(Double.init) ?? bytes
    }

    /// The reading, infinite for a trial that its budget ended; nil if nothing was read. A charge may
    /// exceed its limit by a page, which means nothing where the kernel killed nobody.
    fileprivate func judgedBytes(_ budget: Budget) -> Double? {
        if outcome == .overBudget && isCensored { return .infinity }
        let reading = bytes(of: budget.metric).map {
            budget.metric.showsNeed || outcome == .overBudget ? $0 : min($0, budget.limit.bytes)
        }
        return reading.map(Double.init) ?? (outcome == .overBudget ? .infinity : nil)
    }
}
