package import MemoryBudget
package import RunStore

/// Whether every cell of a run was measured, as the exit status of `bench` says it.
///
/// What could not be measured wins over every verdict: an incomplete run must not look complete.
package struct MeasuredStatus: Sendable {
    /// The status of `bench`.
    package let exitStatus: ExitStatus
    /// What was not measured, in one sentence; nil if everything was.
    package let sentence: String?

    /// Looks at every cell of a run.
    package init(_ record: RunRecord) {
        let lost = Self.unmeasured(record)
        // What went wrong wins over what is missing.
        guard lost.exitStatus == .success || lost.exitStatus == .inconclusive,
            let absent = Self.absent(record)
        else {
            self = lost
            return
        }
        self.init(exitStatus: .unavailable, sentence: absent)
    }

    private init(exitStatus: ExitStatus, sentence: String?) {
        self.exitStatus = exitStatus
        self.sentence = sentence
    }

    /// What this machine can't run; nil if it can run everything.
    private static func absent(_ record: RunRecord) -> String? {
        let absences = record.scenarios.flatMap { scenario in
            scenario.unavailable.map { "\(scenario.name) \($0.strategy) (\($0.reason))" }
        }
        guard let first = absences.first else { return nil }
        let more = absences.count > 1 ? " and \(absences.count - 1) more" : ""
        return "can't run here: \(first)\(more); see the report"
    }

    private static func unmeasured(_ record: RunRecord) -> MeasuredStatus {
        let unmeasured = record.scenarios.flatMap { scenario in
            scenario.cells.filter { $0.trials.isEmpty || !$0.lost.isEmpty }.map {
                (name: "\(scenario.name) \($0.variant) @ \($0.scale.label)", outcomes: $0.lost)
            }
        }
        guard let first = unmeasured.first else {
            return MeasuredStatus(exitStatus: .success, sentence: nil)
        }
        let outcomes = Set(unmeasured.flatMap(\.outcomes))
        let status: ExitStatus
        if !outcomes.isDisjoint(with: [.crashed, .failed]) {
            status = .crashed
        } else if outcomes.contains(.timedOut) {
            status = .timedOut
        } else {
            status = .inconclusive
        }
        let others = unmeasured.count - 1
        let more = others > 0 ? " and \(others) more" : ""
        return MeasuredStatus(
            exitStatus: status, sentence: "not measured: \(first.name)\(more); see the report")
    }
}

extension CellRecord {
    /// The outcomes of measured trials that measured nothing.
    fileprivate var lost: Set<Outcome> {
        Set(measured.map(\.outcome)).subtracting([.completed, .overBudget, .wrongResult])
    }
}
