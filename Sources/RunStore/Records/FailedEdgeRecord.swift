package import MemoryBudget

/// A run near a break point that failed: it neither stayed within the budget nor went over.
package struct FailedEdgeRecord: Hashable, Sendable, Codable {
    /// The size of the input.
    package var scale: ScaleRecord
    /// The outcome of the run.
    package var outcome: Outcome
    /// The evidence for the outcome, in a sentence.
    package var detail: String
    /// The end of its standard error; `nil` if it printed nothing, or in a run of an earlier
    /// membudget.
    package var stderrTail: String?
    /// The file with more of its standard error, relative to the run; `nil` like ``stderrTail``.
    package var stderrFile: String?
    /// Whether the program could not be found or executed.
    package var isUnavailable: Bool

    /// Whether the command completed but the check of its result failed; `nil` in a run of an
    /// earlier membudget.
    package var isCheckFailure: Bool?

    enum CodingKeys: String, StoredKey {
        case scale, outcome, detail
        case isCheckFailure = "check_failed"
        case stderrTail = "stderr_tail"
        case stderrFile = "stderr_file"
        case isUnavailable = "unavailable"
    }

    /// Creates the record of a run; `nil` if it did not fail.
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
