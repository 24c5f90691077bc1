package import MemoryBudget

/// A run beside a break point that failed: it neither kept the budget nor went over it.
package struct FailedEdgeRecord: Hashable, Sendable, Codable {
    /// Size of the input.
    package var scale: ScaleRecord
    /// The outcome.
    package var outcome: Outcome
    /// Why we believe so, in a sentence.
    package var detail: String
    /// The end of what it wrote to standard error; nil if it wrote nothing, or in a run of an earlier
    /// membudget.
    package var stderrTail: String?
    /// The file with more of it, relative to the run; nil as above.
    package var stderrFile: String?
    /// Whether there was no program to run.
    package var isUnavailable: Bool

    /// Whether the command completed and the check of its result failed; nil in a run of an earlier
    /// membudget.
    package var isCheckFailure: Bool?

    enum CodingKeys: String, StoredKey {
        case scale, outcome, detail
        case isCheckFailure = "check_failed"
        case stderrTail = "stderr_tail"
        case stderrFile = "stderr_file"
        case isUnavailable = "unavailable"
    }

    /// The record of a run; nil for one that did not fail.
    package init?(_ edge: Observation) {
        guard edge.kind == .edge, ![.completed, .overBudget].contains(edge.outcome) else {
            return nil
        }
        scale = edge.scale
        outcome = edge.outcome
        detail = edge.evidence.detail
        stderrTail = edge.stderrTail
        stderrFile = edge.stderrFile
        isCheckFailure = edge.isCheckFailure
        isUnavailable = [.notFound, .notExecutable].contains(edge.evidence.kind)
    }
}
