package import MemoryBudget
package import RunStore

/// The exit status of `membudget bench`: whether every cell of a run was measured.
///
/// ```swift
/// import RunStore
/// let run = try RunDirectory(reading: ".membudget/runs/today").record()
/// print(MeasuredStatus(run).exitStatus)
/// ```
///
/// A failure to measure takes precedence over every verdict: an incomplete run must not look
/// complete.
package struct MeasuredStatus: Hashable, Sendable {
    /// The exit status.
    package let exitStatus: ExitStatus
    /// The first failure to measure; `nil` if everything was measured.
    package let gap: Gap?

    /// A failure to measure, and the number of further ones.
    package enum Gap: Hashable, Sendable {
        /// A cell with a trial that measured nothing, or without trials.
        case unmeasured(scenario: String, variant: String, scale: String, others: Int)
        /// A strategy that this machine can't run.
        case absent(scenario: String, UnavailableStrategy, others: Int)
        /// A cell whose results differ from those of others that must be equal.
        case disagreeing(scenario: String, variant: String, scale: String, others: Int)
        /// A cell whose result can't be read, so that others can't be compared with it.
        case unreadable(scenario: String, variant: String, scale: String, others: Int)
    }

    /// Determines the status from the cells of a run.
    package init(_ record: RunRecord) {
        let (status, unmeasured) =
            Self.unmeasured(record) ?? Self.unreadable(record) ?? Self.disagreeing(record)
            ?? (.success, nil)
        // Failures take precedence over missing strategies.
        if [.success, .inconclusive].contains(status), let absent = Self.absent(record) {
            (exitStatus, gap) = (.unavailable, absent)
        } else {
            (exitStatus, gap) = (status, unmeasured)
        }
    }

    /// Returns the first strategy that this machine can't run; `nil` if it can run all.
    private static func absent(_ record: RunRecord) -> Gap? {
        let absences = record.scenarios.flatMap { scenario in
            scenario.unavailable.map { (scenario.name, $0) }
        }
        return absences.first.map {
            .absent(scenario: $0, $1, others: absences.count - 1)
        }
    }

    /// Returns the first reference result that is missing or unreadable; `nil` if there is none.
    private static func unreadable(_ record: RunRecord) -> (ExitStatus, Gap?)? {
        inconclusive(record, cells: \.unreadableReferences, gap: Gap.unreadable)
    }

    /// Returns the first results that must be equal and are not; `nil` if there are none.
    private static func disagreeing(_ record: RunRecord) -> (ExitStatus, Gap?)? {
        inconclusive(
            record, cells: { $0.cells.filter { $0.disagreement != nil } }, gap: Gap.disagreeing)
    }

    private static func inconclusive(
        _ record: RunRecord, cells: (ScenarioRecord) -> [CellRecord],
        gap: (String, String, String, Int) -> Gap
    ) -> (ExitStatus, Gap?)? {
        let places = record.scenarios.flatMap { scenario in
            cells(scenario).map { (scenario.name, $0) }
        }
        return places.first.map { name, cell in
            (.inconclusive, gap(name, cell.variant, cell.scale.label, places.count - 1))
        }
    }

    /// Returns the exit status of unmeasured cells, and the first of these cells; `nil` if there
    /// are none.
    private static func unmeasured(_ record: RunRecord) -> (ExitStatus, Gap?)? {
        let places = record.scenarios.flatMap { $0.cellLosses + $0.edgeLosses }
        guard let first = places.first else { return nil }
        let gap = Gap.unmeasured(
            scenario: first.scenario, variant: first.variant, scale: first.scale,
            others: places.count - 1)
        return (ExitStatus(places.flatMap(\.results)), gap)
    }
}

/// A cell or a break point's edge that was not measured.
private struct Loss {
    var scenario: String
    var variant: String
    var scale: String
    /// The results of the failed trials; empty if no trial was run.
    var results: Set<GateFinding.Result>
}

extension Outcome {
    /// Whether a trial with this outcome measured nothing.
    fileprivate var isLoss: Bool { ![.completed, .overBudget, .wrongResult].contains(self) }
}

extension ScenarioRecord {
    /// The cells without trials, or with a trial that measured nothing.
    fileprivate var cellLosses: [Loss] {
        cells.compactMap { cell in
            let unchecked = [cell.need].compactMap(\.self).filter(\.isCheckFailure)
            let results = Set(
                (cell.measured.filter(\.outcome.isLoss) + unchecked).map(\.result))
            guard !cell.hasMeasurement || !results.isEmpty else { return nil }
            return Loss(
                scenario: name, variant: cell.variant, scale: cell.scale.label, results: results)
        }
    }

    /// The trials at the edges of break points that measured nothing.
    fileprivate var edgeLosses: [Loss] {
        strategies.flatMap { strategy in
            (strategy.failedEdges ?? []).filter(\.outcome.isLoss).map { edge in
                Loss(
                    scenario: name, variant: strategy.variant, scale: edge.scale.label,
                    results: [edge.result])
            }
        }
    }
}

extension FailedEdgeRecord {
    /// The result of this trial, determined as in ``Observation/result``.
    var result: GateFinding.Result {
        isUnavailable ? .unavailable : isCheckFailure == true ? .checkFailed : outcome.result
    }
}

extension CellRecord {
    /// Whether there is a trial that measures the peak; a profiled one only shows what held the
    /// memory.
    fileprivate var hasMeasurement: Bool { !measured.isEmpty || need != nil }
}
