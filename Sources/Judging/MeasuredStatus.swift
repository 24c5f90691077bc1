package import MemoryBudget
package import RunStore

/// Whether every cell of a run was measured, as the exit status of `bench` says it.
///
/// What could not be measured wins over every verdict: an incomplete run must not look complete.
package struct MeasuredStatus: Hashable, Sendable {
    /// The status of `bench`.
    package let exitStatus: ExitStatus
    /// The first thing that was not measured; nil if everything was.
    package let gap: Gap?

    /// Something that was not measured, and how many more there are.
    package enum Gap: Hashable, Sendable {
        /// A cell with a trial that measured nothing, or with none.
        case unmeasured(scenario: String, variant: String, scale: String, others: Int)
        /// A strategy that this machine can't run.
        case absent(scenario: String, UnavailableStrategy, others: Int)
        /// A cell whose results differ from others that they should equal.
        case disagreeing(scenario: String, variant: String, scale: String, others: Int)
        /// A cell whose result others should equal, and that nobody can read.
        case unreadable(scenario: String, variant: String, scale: String, others: Int)
    }

    /// Looks at every cell of a run.
    package init(_ record: RunRecord) {
        let (status, unmeasured) =
            Self.unmeasured(record) ?? Self.unreadable(record) ?? Self.disagreeing(record)
            ?? (.success, nil)
        // What went wrong wins over what is missing.
        if [.success, .inconclusive].contains(status), let absent = Self.absent(record) {
            (exitStatus, gap) = (.unavailable, absent)
        } else {
            (exitStatus, gap) = (status, unmeasured)
        }
    }

    /// What this machine can't run; nil if it can run everything.
    private static func absent(_ record: RunRecord) -> Gap? {
        let absences = record.scenarios.flatMap { scenario in
            scenario.unavailable.map { (scenario.name, $0) }
        }
        return absences.first.map {
            .absent(scenario: $0, $1, others: absences.count - 1)
        }
    }

    /// Results that others should equal and that are missing or can't be read; nil if there are none.
    private static func unreadable(_ record: RunRecord) -> (ExitStatus, Gap?)? {
        inconclusive(record, cells: \.unreadableReferences, gap: Gap.unreadable)
    }

    /// Results that should be the same and are not; nil if there are none.
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

    /// The status of the cells that were not measured, and the first of them; nil if all were.
    private static func unmeasured(_ record: RunRecord) -> (ExitStatus, Gap?)? {
        let places = record.scenarios.flatMap { $0.cellLosses + $0.edgeLosses }
        guard let first = places.first else { return nil }
        let gap = Gap.unmeasured(
            scenario: first.scenario, variant: first.variant, scale: first.scale,
            others: places.count - 1)
        return (ExitStatus(places.flatMap(\.results)), gap)
    }
}

/// A place of a run at which something was not measured.
private struct Loss {
    var scenario: String
    var variant: String
    var scale: String
    /// The results that it calls for; empty if no trial was run.
    var results: Set<GateFinding.Result>
}

extension Outcome {
    /// Whether a trial that ended so measured nothing.
    fileprivate var isLoss: Bool { ![.completed, .overBudget, .wrongResult].contains(self) }
}

extension ScenarioRecord {
    /// The cells without any trial, or with one that measured nothing.
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

    /// The runs beside break points that measured nothing.
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
    /// The result that it calls for, as an ``Observation/result``.
    var result: GateFinding.Result {
        isUnavailable ? .unavailable : isCheckFailure == true ? .checkFailed : outcome.result
    }
}

extension CellRecord {
    /// Whether any trial was run that is about its memory: a profiled one says who holds it.
    fileprivate var hasMeasurement: Bool { !measured.isEmpty || need != nil }
}
