package import MemoryBudget

// The single order of severity: a failure to measure takes precedence over every verdict, because
// an incomplete run must not look complete; over precedes regressed, which precedes inconclusive.

extension Outcome {
    /// The outcomes of failed trials, the most severe first.
    package static let failures: [Outcome] = [
        .crashed, .failed, .timedOut, .stalled, .killedExternally, .unmeasured, .wrongResult,
    ]

    /// The result of a cell that has a trial with this outcome.
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
    /// The result of a cell that has this trial. A missing command and a failed check of the result
    /// are not failures of the command.
    package var result: GateFinding.Result {
        switch evidence.kind {
        case .notFound, .notExecutable: .unavailable
        case .check: .checkFailed
        default: outcome.result
        }
    }
}

extension GateFinding.Result {
    /// The exit status of a gate with this result.
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

    /// The severity of the result.
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
    /// Returns the elements ordered by the exit status of their result, the decisive one first;
    /// otherwise in their original order.
    package func mostSevereFirst(by result: (Element) -> GateFinding.Result) -> [Element] {
        let ranked = map { (rank: result($0).exitStatus.rank, element: $0) }
        return Set(ranked.map(\.rank)).sorted().flatMap { rank in
            ranked.filter { $0.rank == rank }.map(\.element)
        }
    }
}

extension GateFinding {
    /// The severity of a result, in ascending order.
    package enum Severity: Int, CaseIterable, Comparable, Sendable {
        case none, note, warning, error

        package static func < (left: Severity, right: Severity) -> Bool {
            left.rawValue < right.rawValue
        }
    }
}

extension ExitStatus {
    /// The exit statuses, the most severe first.
    private static let ranking: [ExitStatus] = [
        .crashed, .timedOut, .unavailable, .overBudget, .regressed, .inconclusive, .success,
    ]

    /// The position in the order of severity, from 0; the lowest decides.
    fileprivate var rank: Int { Self.ranking.firstIndex(of: self) ?? Self.ranking.count }

    /// Creates the exit status for some results; inconclusive if there are none.
    package init(_ results: [GateFinding.Result]) {
        let statuses = Set(results.map(\.exitStatus))
        self = Self.ranking.first(where: statuses.contains) ?? .inconclusive
    }

    /// Whether `--advisory` turns this status into success: only verdicts, never failures to
    /// measure.
    package var isSoftened: Bool {
        [.overBudget, .regressed, .inconclusive].contains(self)
    }
}
