/// What a cell's observations say about its budget; the raw value is its name in JSON.
public enum Verdict: String, Codable, CaseIterable, Sendable {
    /// Every judged trial kept the budget.
    case within
    /// A trial went over it.
    case over
    /// A trial ended well with a wrong result: never green, however small.
    case wrong
    /// The readings don't decide.
    case inconclusive
    /// A trial crashed, failed, timed out, was killed from outside or could not be measured, or
    /// there is no budget to judge by.
    case unmeasured
}

extension Verdict {
    /// Judges the measured trials of one cell.
    ///
    /// A wrong result outranks everything: a strategy that is small and wrong is wrong. Then going
    /// over (by outcome, or by a reading above the limit that nothing enforced), then anything that
    /// left a trial without a measurement; what remains is within.
    public init(judging observations: [Observation], budget: Budget?) {
        let outcomes = Set(observations.map(\.outcome))
        if outcomes.contains(.wrongResult) {
            self = .wrong
        } else if outcomes.contains(.overBudget) {
            self = .over
        } else if outcomes == [.completed], let budget {
            self = Self.judge(observations.map { $0.bytes(of: budget.metric) }, budget)
        } else {
            self = .unmeasured
        }
    }

    /// A trial without a reading of the judged metric decides nothing.
    private static func judge(_ readings: [Int?], _ budget: Budget) -> Verdict {
        if readings.contains(where: { $0.map { !budget.allows($0) } ?? false }) { return .over }
        return readings.contains(nil) ? .unmeasured : .within
    }
}
