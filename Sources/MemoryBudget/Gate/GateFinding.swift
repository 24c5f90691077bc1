/// A finding of the gate as it is stored: a row of its report, of JUnit and of SARIF.
package struct GateFinding: Hashable, Sendable, Codable {
    /// The scenario's name.
    package var scenario: String
    /// Strategy and parameters, `streamed batch=1000`; empty for a finding on the whole scenario.
    package var variant: String
    /// The scale's label; nil for a rule over all scales.
    package var scale: String?
    /// The rule that was judged.
    package var rule: GateRule.Kind
    /// The result.
    package var result: Result
    /// One sentence with the figures, without a final full stop.
    package var sentence: String
    /// The figures of the sentence; nil in a run of an earlier membudget.
    package var reason: FindingReason?
    /// The figure that was judged, in the rule's unit; nil if there is none.
    package var measured: Double?
    /// The limit, in the rule's unit; nil if the rule has no figure.
    package var limit: Double?
    /// The line of the scenario's file that holds the rule, from 1; nil without a file, or if an option does.
    package var line: Int?
    /// The option of the command line that holds the rule, `--budget`; nil for a rule of the file.
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
        /// The rule is kept.
        case kept
        /// The trials came to their end, and nothing checked their result; fails nothing, and isn't kept.
        case unchecked
        /// The figure is above (or, for a throughput, below) what is allowed.
        case over
        /// The result is wrong, however small.
        case wrong
        /// Worse than the baseline by more than the threshold.
        case regressed
        /// Better than the baseline; fails nothing.
        case improved
        /// Better than the baseline by more than the threshold, under `--ratchet`: fails until it is accepted.
        case improvedRatchet = "improved_ratchet"
        /// Not in the baseline; named, and no failure unless a baseline is required.
        case new
        /// Nothing in the run shows that the rule could be broken; named, and no failure.
        case unproven
        /// The readings don't decide, or something else ended the trials.
        case inconclusive
        /// Nothing to judge by: no budget, no cell that was selected, no baseline.
        case missing
        /// A trial crashed, failed or broke the protocol.
        case crashed
        /// The check of a result failed, so that nobody knows whether the result is right.
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
