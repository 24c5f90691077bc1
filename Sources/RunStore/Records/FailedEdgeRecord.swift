package import MemoryBudget

/// A run beside a break point that failed: it neither kept the budget nor went over it.
package struct FailedEdgeRecord: Hashable, Sendable, Codable {
    /// Size of the input.
    package var scale: ScaleRecord
    /// The outcome.
    package var outcome: Outcome
    /// Why we believe so, in a sentence.
    package var detail: String
    /// Whether there was no program to run.
    package var isUnavailable: Bool

    enum CodingKeys: String, StoredKey {
        case scale, outcome, detail
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
        isUnavailable = [.notFound, .notExecutable].contains(edge.evidence.kind)
    }
}
