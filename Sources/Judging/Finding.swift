package import MemoryBudget

/// The result of one rule at one place: figures, which reports put into words.
package struct Finding: Hashable, Sendable {
    /// The scenario's name.
    package var scenario: String
    /// Strategy and parameters, `streamed batch=1000`; empty for a finding on the whole scenario.
    package var variant: String
    /// The scale's label; nil for a rule over all scales.
    package var scale: String?
    /// The rule that was judged.
    package var rule: GateRule.Kind
    /// The result.
    package var result: GateFinding.Result
    /// Why.
    package var reason: FindingReason
    /// The figure that was judged, in the rule's unit; nil if there is none.
    package var measured: Double?
    /// The limit, in the rule's unit; nil if the rule has no figure.
    package var limit: Double?
    /// The line of the scenario's file that holds the rule, from 1; nil without a file, or if an option does.
    package var line: Int?
    /// The option of the command line that holds the rule, `--budget`; nil for a rule of the file.
    package var option: String?

    /// Creates a finding; on the whole scenario unless a variant is named.
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

/// The result of a rule, without its place.
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
    /// A judgement of a cell, or of a strategy over all scales, at its place in the scenario's file.
    ///
    /// - Parameter line: Of the rule; nil takes that of the strategy.
    init(
        _ judgement: Judgement, of rule: GateRule.Kind, on cell: Cell, at scale: ScaleRecord? = nil,
        in scenario: Scenario, line: Int? = nil
    ) {
        self.init(
            scenario: scenario.name, variant: cell.variant, scale: scale?.label, rule: rule,
            result: judgement.result, reason: judgement.reason, measured: judgement.measured,
            limit: judgement.limit, line: line ?? scenario.line(of: cell.strategy))
    }

    /// A judgement of a cell by its budget, at the line or the option that holds it.
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

    /// A finding on the whole scenario: something to judge is missing.
    init(missing reason: FindingReason, in scenario: Scenario) {
        self.init(
            scenario: scenario.name, rule: .outcome, result: .missing, reason: reason,
            line: scenario.lines.name)
    }
}

extension Scenario {
    /// The line of a strategy's name, or of the scenario's.
    func line(of strategy: String) -> Int? {
        strategies.first { $0.name == strategy }?.lines.name ?? lines.name
    }
}

extension Interval {
    /// Whether all of it keeps an inclusive upper limit, none of it, or who knows.
    func judged(atMost limit: Double) -> GateFinding.Result {
        low > limit ? .over : high <= limit ? .kept : .inconclusive
    }

    /// The same of a lower limit.
    func judged(atLeast limit: Double) -> GateFinding.Result {
        high < limit ? .over : low >= limit ? .kept : .inconclusive
    }
}
