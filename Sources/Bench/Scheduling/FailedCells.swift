import Harness
import MemoryBudget

/// The cells whose first trial failed by itself. The other trials of these cells are skipped,
/// because they would fail too.
struct FailedCells {
    private struct Key: Hashable {
        let cell: Cell
        let build: Build
    }

    private var keys: Set<Key> = []

    /// Records a trial.
    ///
    /// - Returns: Whether this was the first trial of its cell and failed by itself. A failure with
    ///   an external cause may not happen again.
    mutating func note(_ observation: Observation, of planned: PlannedTrial) -> Bool {
        guard planned.isRepeated, planned.index == 0, observation.outcome.isOwnFailure else {
            return false
        }
        leaveOutCell(of: planned)
        return true
    }

    /// Skips all further trials of a cell.
    mutating func leaveOutCell(of planned: PlannedTrial) {
        keys.insert(Key(cell: planned.cell, build: planned.build))
    }

    /// Returns whether a trial is skipped.
    func leaveOut(_ planned: PlannedTrial) -> Bool {
        planned.isRepeated && keys.contains(Key(cell: planned.cell, build: planned.build))
    }
}

extension PlannedTrial {
    /// Whether there are several trials of this kind per cell; floors count as a cell of their own.
    fileprivate var isRepeated: Bool { kind == .measured || kind == .floor }
}

extension Outcome {
    /// Whether the command ended without success, and by itself.
    fileprivate var isOwnFailure: Bool { self == .failed || self == .crashed }
}
