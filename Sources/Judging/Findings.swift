internal import MemoryBudget
internal import RunStore

/// Makes the findings of one scenario.
struct Findings {
    let scenario: Scenario

    init(_ scenario: Scenario) {
        self.scenario = scenario
    }

    /// A finding on the whole scenario: there is nothing to judge.
    func missing(_ reason: String) -> GateFinding {
        GateFinding(
            scenario: scenario.name, rule: .outcome, result: .missing, sentence: reason,
            line: scenario.lines.name)
    }

    /// A strategy that can't run here.
    func unavailable(_ strategy: UnavailableStrategy) -> GateFinding {
        GateFinding(
            scenario: scenario.name, variant: strategy.strategy, rule: .outcome,
            result: .unavailable, sentence: "can't run here: \(strategy.reason)",
            line: line(of: strategy.strategy))
    }

    /// A finding on a cell, or on a strategy over all scales.
    func finding(
        _ cell: Cell, at scale: ScaleRecord? = nil, _ rule: GateRule.Kind, _ judgement: Judgement,
        line: Int?
    ) -> GateFinding {
        GateFinding(
            scenario: scenario.name, variant: cell.variant, scale: scale?.label, rule: rule,
            result: judgement.result, sentence: judgement.sentence,
            measured: judgement.measured, limit: judgement.limit,
            line: line ?? self.line(of: cell.strategy))
    }

    /// The line of a strategy's name, or of the scenario's.
    func line(of strategy: String) -> Int? {
        scenario.strategies.first { $0.name == strategy }?.lines.name ?? scenario.lines.name
    }
}

/// What came of a rule, before it is known where.
struct Judgement {
    var result: GateFinding.Result
    var sentence: String
    var measured: Double?
    var limit: Double?

    init(
        _ result: GateFinding.Result, _ sentence: String, measured: Double? = nil,
        limit: Double? = nil
    ) {
        self.result = result
        self.sentence = sentence
        self.measured = measured
        self.limit = limit
    }
}

/// The ends between which a figure lies.
struct Interval {
    var middle: Double
    var low: Double
    /// Infinite if nothing bounds it.
    var high: Double

    init(middle: Double, low: Double, high: Double) {
        self.middle = middle
        self.low = low
        self.high = high
    }

    init(_ summary: Summary) {
        self.init(middle: summary.median, low: summary.low, high: summary.high)
    }

    init(_ record: IntervalRecord) {
        self.init(middle: record.estimate, low: record.low, high: record.high ?? .infinity)
    }

    /// Whether all of it keeps an inclusive upper limit, none of it, or who knows.
    func judged(atMost limit: Double) -> GateFinding.Result {
        low > limit ? .over : high <= limit ? .kept : .inconclusive
    }

    /// The same of a lower limit.
    func judged(atLeast limit: Double) -> GateFinding.Result {
        high < limit ? .over : low >= limit ? .kept : .inconclusive
    }

    /// All of it less a figure.
    func less(_ offset: Double) -> Interval {
        Interval(middle: middle - offset, low: low - offset, high: high - offset)
    }

    /// Its share of another: the least is the least of the most.
    func share(of other: Interval) -> Interval {
        Interval(
            middle: middle / other.middle, low: low / other.high, high: high / other.low)
    }
}

/// Figures as sentences have them.
enum Words {
    /// `18.1 MiB`.
    static func bytes(_ count: Double) -> String {
        ByteCount(Int(min(max(count, -9e18), 9e18).rounded())).description
    }

    /// `0.12`: three significant figures of what may be small.
    static func number(_ value: Double) -> String {
        let magnitude = abs(value)
        return fixed(value, magnitude < 0.995 ? 3 : magnitude < 9.95 ? 2 : magnitude < 99.5 ? 1 : 0)
    }

    /// ` (17.9 to 18.4 MiB)`; nothing where both ends say the same as the middle.
    static func range(_ interval: Interval, _ words: (Double) -> String) -> String {
        let ends = [interval.low, interval.high].map(words)
        guard ends != [words(interval.middle), words(interval.middle)] else { return "" }
        return " (\(ends[0]) to \(ends[1]))"
    }
}
