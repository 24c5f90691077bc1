import Harness
import MemoryBudget

/// The cells whose first trial failed by itself. They would fail again, so the other trials of such a cell
/// are left out.
struct FailedCells {
    private struct Key: Hashable {
        let cell: Cell
        let build: Build
    }

    private var keys: Set<Key> = []

    /// Takes note of a trial.
    ///
    /// - Returns: Whether it was the first of its cell and failed by itself: whatever something outside did
    ///   to it may not happen again.
    mutating func note(_ observation: Observation, of planned: PlannedTrial) -> Bool {
        guard planned.isRepeated, planned.index == 0, observation.outcome.isOwnFailure else {
            return false
        }
        leaveOutCell(of: planned)
        return true
    }

    /// Leaves out the trials of a cell from now on.
    mutating func leaveOutCell(of planned: PlannedTrial) {
        keys.insert(Key(cell: planned.cell, build: planned.build))
    }

    /// Whether a trial needn't be run.
    func leaveOut(_ planned: PlannedTrial) -> Bool {
        planned.isRepeated && keys.contains(Key(cell: planned.cell, build: planned.build))
    }
}

extension PlannedTrial {
    /// Whether there are several like it. The floor of a cell is a cell of its own.
    fileprivate var isRepeated: Bool { kind == .measured || kind == .floor }
}

extension Outcome {
    /// Whether the command ended without success, and nothing but itself made it end.
    fileprivate var isOwnFailure: Bool { self == .failed || self == .crashed }
}
