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
    }

    /// Looks at every cell of a run.
    package init(_ record: RunRecord) {
        let (status, unmeasured) = Self.unmeasured(record)
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

    private static func unmeasured(_ record: RunRecord) -> (ExitStatus, Gap?) {
        let cells = record.scenarios.flatMap { scenario in
            scenario.cells.filter { $0.trials.isEmpty || !$0.lost.isEmpty }.map {
                (scenario: scenario.name, cell: $0)
            }
        }
        guard let first = cells.first else { return (.success, nil) }
        let gap = Gap.unmeasured(
            scenario: first.scenario, variant: first.cell.variant, scale: first.cell.scale.label,
            others: cells.count - 1)
        return (ExitStatus(cells.flatMap(\.cell.lost).map(\.result)), gap)
    }
}

extension CellRecord {
    /// The outcomes of measured trials that measured nothing.
    fileprivate var lost: Set<Outcome> {
        Set(measured.map(\.outcome)).subtracting([.completed, .overBudget, .wrongResult])
    }
}
