/// The verdict on a cell's trials and its budget; the raw value is its name in JSON.
package enum Verdict: String, Codable, CaseIterable, Sendable {
    /// The trials are within the budget.
    case within
    /// The trials exceed the budget.
    case over
    /// A trial completed with a wrong result: never green, however little memory it used.
    case wrong
    /// The trials disagree, or are too close to the limit to decide.
    case inconclusive
    /// A trial crashed, failed, timed out, was killed from outside or could not be measured, or
    /// there is no budget.
    case unmeasured
}

extension Verdict {
    /// Judges the measured trials of one cell.
    ///
    /// ```swift
    /// let budget = Budget(metric: .peakRSS, limit: .mebibytes(64))
    /// let verdict = Verdict(judging: [], budget: budget)
    /// print(verdict)  // unmeasured
    /// ```
    ///
    /// A wrong result outranks everything, because low memory doesn't excuse it. A trial without a
    /// measurement leaves the cell unmeasured, unless every other trial went over.
    ///
    /// Otherwise, the median of the trials is judged. Its interval is the 95 % interval (with fewer
    /// than six trials, their range), widened by the machine's noise. A trial killed by its budget
    /// ranks above any reading. The cell is within if the interval ends at or below the limit, over
    /// if it begins above the limit, and otherwise inconclusive. If a reading is an interval
    /// itself, its upper end is used to show that the limit is kept, and its lower end to show that
    /// it is exceeded. A job killed by its budget once in nine times is not within it, whatever the
    /// median, so a trial over the limit leaves the cell inconclusive until enough others agree.
    ///
    /// - Parameters:
    ///   - observations: The measured trials of the cell.
    ///   - budget: The budget to judge by; without one, the verdict is never `within`.
    ///   - noise: The noise of the machine; `nil` widens nothing.
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
            // The kernel's limit decides on a container charge, so noise adds no margin.
            let marginBytes = budget.metric.showsNeed ? noise?.marginBytes ?? 0 : 0
            let verdict = Self.judge(
                summary.low...max(summary.low, high), by: budget, marginBytes: marginBytes)
            let isBroken = over > 0 || summary.values.contains { $0 > Double(budget.limit.bytes) }
            self = verdict == .within && isBroken ? .inconclusive : verdict
        } else {
            self = .unmeasured
        }
    }

    /// The outcomes that say something about memory.
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
    /// Returns the highest possible value of the metric, treated like the reading.
    fileprivate func judgedHighBytes(_ budget: Budget) -> Double? {
        guard let bytes = judgedBytes(budget), bytes.isFinite, budget.metric.showsNeed else {
            return judgedBytes(budget)
        }
        return highBytes(of: budget.metric).map(Double.init) ?? bytes
    }

    /// Returns the reading, infinite for a trial killed by its budget; `nil` if nothing was read. A
    /// charge may exceed its limit by a page, which is irrelevant unless the kernel killed a
    /// process.
    fileprivate func judgedBytes(_ budget: Budget) -> Double? {
        if outcome == .overBudget && isCensored { return .infinity }
        let reading = bytes(of: budget.metric).map {
            budget.metric.showsNeed || outcome == .overBudget ? $0 : min($0, budget.limit.bytes)
        }
        return reading.map(Double.init) ?? (outcome == .overBudget ? .infinity : nil)
    }
}
