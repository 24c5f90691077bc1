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
    /// the command's.
    package var result: GateFinding.Result {
        [.notFound, .notExecutable].contains(evidence.kind) ? .unavailable : outcome.result
    }
}

extension GateFinding.Result {
    /// The status that it calls for.
    package var exitStatus: ExitStatus {
        switch self {
        case .kept, .unchecked, .improved, .new, .unproven: .success
        case .over, .wrong: .overBudget
        case .regressed: .regressed
        case .inconclusive, .missing: .inconclusive
        case .crashed: .crashed
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
        case .over, .wrong, .regressed, .crashed, .timedOut: .error
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
