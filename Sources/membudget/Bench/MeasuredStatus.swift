import MemoryBudget
import RunStore

/// Whether every cell of a run was measured, as the exit status of `bench` says it.
///
/// What could not be measured wins over every verdict: an incomplete run must not look complete.
struct MeasuredStatus {
    let exitStatus: ExitStatus
    /// What was not measured, in one sentence; nil if everything was.
    let sentence: String?

    init(_ record: RunRecord) {
        let unmeasured = record.scenarios.flatMap { scenario in
            scenario.cells.filter { $0.trials.isEmpty || !$0.lost.isEmpty }.map {
                (name: "\(scenario.name) \($0.variant) @ \($0.scale.label)", outcomes: $0.lost)
            }
        }
        guard let first = unmeasured.first else {
            exitStatus = .success
            sentence = nil
            return
        }
        let outcomes = Set(unmeasured.flatMap(\.outcomes))
        if !outcomes.isDisjoint(with: [.crashed, .failed]) {
            exitStatus = .crashed
        } else if outcomes.contains(.timedOut) {
            exitStatus = .timedOut
        } else {
            exitStatus = .inconclusive
        }
        let others = unmeasured.count - 1
        let more = others > 0 ? " and \(others) more" : ""
        sentence = "not measured: \(first.name)\(more); see the report"
    }
}

extension CellRecord {
    /// The outcomes of measured trials that measured nothing.
    fileprivate var lost: Set<Outcome> {
        Set(measured.map(\.outcome)).subtracting([.completed, .overBudget, .wrongResult])
    }
}
