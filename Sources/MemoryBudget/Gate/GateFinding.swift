/// A finding of the gate as it is stored: one row in its report, in JUnit and in SARIF.
package struct GateFinding: Hashable, Sendable, Codable {
    /// The name of the scenario.
    package var scenario: String
    /// The strategy and its parameters, such as `streamed batch=1000`; empty for the whole
    /// scenario.
    package var variant: String
    /// The label of the scale; `nil` for a rule over all scales.
    package var scale: String?
    /// The rule that was judged.
    package var rule: GateRule.Kind
    /// The result of the rule.
    package var result: Result
    /// The finding in one sentence with its figures, without a final full stop.
    package var sentence: String
    /// The reason with the figures of the sentence; `nil` in runs recorded by earlier versions.
    package var reason: FindingReason?
    /// The measured figure, in the rule's unit; `nil` if there is none.
    package var measured: Double?
    /// The limit, in the rule's unit; `nil` if the rule has none.
    package var limit: Double?
    /// The 1-based line of the rule in the scenario's file; `nil` without a file, or if the rule is
    /// an option.
    package var line: Int?
    /// The command-line option that sets the rule, such as `--budget`; `nil` for a rule of the
    /// file.
    package var option: String?

    /// Creates a finding.
    package init(
        scenario: String, variant: String = "", scale: String? = nil, rule: GateRule.Kind,
        result: Result, sentence: String, reason: FindingReason? = nil, measured: Double? = nil,
        limit: Double? = nil, line: Int? = nil, option: String? = nil
    ) {
        self.scenario = scenario
        self.variant = variant
        self.scale = scale
        self.rule = rule
        self.result = result
        self.sentence = sentence
        self.reason = reason
        self.measured = measured
        self.limit = limit
        self.line = line
        self.option = option
    }

    /// The result of a rule; the raw value is its name in JSON.
    package enum Result: String, Codable, CaseIterable, Sendable {
        /// The rule is met.
        case kept
        /// The trials completed, but their results were not checked. Does not fail the gate.
        case unchecked
        /// The figure is above its limit (for a throughput, below it).
        case over
        /// The result is wrong, whatever its memory use.
        case wrong
        /// Worse than the earlier peak by more than the threshold.
        case regressed
        /// Better than the earlier peak. Does not fail the gate.
        case improved
        /// Better than the baseline by more than the threshold, under `--ratchet`: fails until it
        /// is accepted.
        case improvedRatchet = "improved_ratchet"
        /// Not in the baseline. Does not fail the gate unless a baseline is required.
        case new
        /// No trial of the run could have broken the rule. Does not fail the gate.
        case unproven
        /// The readings don't decide, or something outside ended the trials.
        case inconclusive
        /// Nothing to judge, or nothing to judge by: no budget, no selected cell, or no baseline.
        case missing
        /// A trial crashed, failed or broke the protocol.
        case crashed
        /// The check of a result failed, so it is unknown whether the result is right.
        case checkFailed = "check_failed"
        /// A trial timed out.
        case timedOut = "timed_out"
        /// The strategy can't run on this machine.
        case unavailable
    }

    enum CodingKeys: String, StoredKey {
        case scenario
        case variant = "strategy"
        case scale, rule, result, sentence
        case reason = "figures"
        case measured, limit, line, option
    }
}
