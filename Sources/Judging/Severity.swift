package import MemoryBudget

// The one order of what can go wrong: what could not be measured wins over every verdict, because an
// incomplete run must not look complete; then over wins over regressed, and that over undecided.

extension Outcome {
    /// The ways a trial fails, the most severe first.
    package static let failures: [Outcome] = [
        .crashed, .failed, .timedOut, .stalled, .killedExternally, .unmeasured, .wrongResult,
    ]

    /// The result of a cell with a trial that ended so.
    package var result: GateFinding.Result {
        switch self {
        case .completed, .overBudget: .kept
        case .wrongResult: .wrong
        case .crashed, .failed: .crashed
        case .timedOut: .timedOut
        case .stalled, .killedExternally, .unmeasured: .inconclusive
        }
    }
}

extension Observation {
    /// The result of a cell with this trial. A command that this machine doesn't have is no mistake of
    /// the command's, and neither is a check of its result that failed.
    package var result: GateFinding.Result {
        switch evidence.kind {
        case .notFound, .notExecutable: .unavailable
        case .check: .checkFailed
        default: outcome.result
        }
    }
}

extension GateFinding.Result {
    /// The status that it calls for.
    package var exitStatus: ExitStatus {
        switch self {
        case .kept, .unchecked, .improved, .new, .unproven: .success
        case .over, .wrong: .overBudget
        case .regressed, .improvedRatchet: .regressed
        case .inconclusive, .missing: .inconclusive
        case .crashed, .checkFailed: .crashed
        case .timedOut: .timedOut
        case .unavailable: .unavailable
        }
    }

    /// How much it calls for an action.
    package var severity: GateFinding.Severity {
        switch self {
        case .kept, .unchecked, .improved, .new, .unproven: .none
        case .unavailable: .note
        case .inconclusive, .missing: .warning
        case .over, .wrong, .regressed, .improvedRatchet, .crashed, .checkFailed, .timedOut: .error
        }
    }
}

extension Sequence {
    /// The elements by the exit status that their result calls for, the one that decides first; in their
    /// order otherwise.
    package func mostSevereFirst(by result: (Element) -> GateFinding.Result) -> [Element] {
        let ranked = map { (rank: result($0).exitStatus.rank, element: $0) }
        return Set(ranked.map(\.rank)).sorted().flatMap { rank in
            ranked.filter { $0.rank == rank }.map(\.element)
        }
    }
}

extension GateFinding {
    /// How much a result calls for an action, rising.
    package enum Severity: Int, CaseIterable, Comparable, Sendable {
        case none, note, warning, error

        package static func < (left: Severity, right: Severity) -> Bool {
            left.rawValue < right.rawValue
        }
    }
}

extension ExitStatus {
    /// The most severe first.
    private static let ranking: [ExitStatus] = [
        .crashed, .timedOut, .unavailable, .overBudget, .regressed, .inconclusive, .success,
    ]

    /// The place in the order of what can go wrong, from 0; the least decides.
    fileprivate var rank: Int { Self.ranking.firstIndex(of: self) ?? Self.ranking.count }

    /// The status that results call for. No result at all is nothing to be green about.
    package init(_ results: [GateFinding.Result]) {
        let statuses = Set(results.map(\.exitStatus))
        self = Self.ranking.first(where: statuses.contains) ?? .inconclusive
    }

    /// Whether `--advisory` makes a success of it: a verdict, never a failure to measure.
    package var isSoftened: Bool {
        [.overBudget, .regressed, .inconclusive].contains(self)
    }
}
