package import MemoryBudget

/// The result of one rule for one cell, strategy or scenario, in figures that reports express in
/// words.
///
/// ```swift
/// import MemoryBudget
/// let finding = Finding(
///     scenario: "sort", rule: .outcome, result: .missing, reason: .unfinished)
/// ```
package struct Finding: Hashable, Sendable {
    /// The name of the scenario.
    package var scenario: String
    /// The strategy with its parameters, such as `streamed batch=1000`; empty for a finding about
    /// the whole scenario.
    package var variant: String
    /// The label of the scale; `nil` for a rule over all scales.
    package var scale: String?
    /// The rule that was judged.
    package var rule: GateRule.Kind
    /// The result of judging the rule.
    package var result: GateFinding.Result
    /// The reason for the result.
    package var reason: FindingReason
    /// The figure that was judged, in the rule's unit; `nil` if there is none.
    package var measured: Double?
    /// The limit, in the rule's unit; `nil` if the rule has none.
    package var limit: Double?
    /// The line number of the rule in the scenario's file, from 1; `nil` without a file, and for a
    /// rule of an option.
    package var line: Int?
    /// The command-line option that sets the rule, such as `--budget`; `nil` for a rule in the
    /// file.
    package var option: String?

    /// Creates a finding, about the whole scenario unless a variant is named.
    package init(
        scenario: String, variant: String = "", scale: String? = nil, rule: GateRule.Kind,
        result: GateFinding.Result, reason: FindingReason, measured: Double? = nil,
        limit: Double? = nil, line: Int? = nil, option: String? = nil
    ) {
        self.scenario = scenario
        self.variant = variant
        self.scale = scale
        self.rule = rule
        self.result = result
        self.reason = reason
        self.measured = measured
        self.limit = limit
        self.line = line
        self.option = option
    }
}

/// The result of a rule, without its location.
struct Judgement {
    var result: GateFinding.Result
    var reason: FindingReason
    var measured: Double?
    var limit: Double?

    init(
        _ result: GateFinding.Result, _ reason: FindingReason, measured: Double? = nil,
        limit: Double? = nil
    ) {
        self.result = result
        self.reason = reason
        self.measured = measured
        self.limit = limit
    }
}

extension Finding {
    /// Creates a finding about a cell, or about a strategy over all scales.
    ///
    /// - Parameter line: The line of the rule; `nil` selects that of the strategy.
    init(
        _ judgement: Judgement, of rule: GateRule.Kind, on cell: Cell, at scale: ScaleRecord? = nil,
        in scenario: Scenario, line: Int? = nil
    ) {
        self.init(
            scenario: scenario.name, variant: cell.variant, scale: scale?.label, rule: rule,
            result: judgement.result, reason: judgement.reason, measured: judgement.measured,
            limit: judgement.limit, line: line ?? scenario.line(of: cell.strategy))
    }

    /// Creates a finding about a cell's budget, at the line or option that sets the budget.
    init(
        _ judgement: Judgement, ofBudget rule: GateRule.Kind, on cell: Cell, at scale: ScaleRecord,
        in scenario: Scenario
    ) {
        self.init(
            judgement, of: rule, on: cell, at: scale, in: scenario,
            line: scenario.budgetLine(of: cell.strategy))
        guard let option = scenario.budgetOption else { return }
        self.option = option
        line = nil
    }

    /// Creates a finding that something to judge is missing in the whole scenario.
    init(missing reason: FindingReason, in scenario: Scenario) {
        self.init(
            scenario: scenario.name, rule: .outcome, result: .missing, reason: reason,
            line: scenario.lines.name)
    }
}

extension Scenario {
    /// Returns the line of a strategy's name, or else of the scenario's.
    func line(of strategy: String) -> Int? {
        strategies.first { $0.name == strategy }?.lines.name ?? lines.name
    }
}

extension Interval {
    /// Returns the result for an inclusive upper limit: kept, over, or inconclusive if the interval
    /// contains the limit.
    func judged(atMost limit: Double) -> GateFinding.Result {
        low > limit ? .over : high <= limit ? .kept : .inconclusive
    }

    /// Returns the result for an inclusive lower limit, in the same way.
    func judged(atLeast limit: Double) -> GateFinding.Result {
        high < limit ? .over : low >= limit ? .kept : .inconclusive
    }
}
