package import MemoryBudget

/// One planned trial.
package struct PlannedTrial: Hashable, Sendable {
    /// The strategy, parameters and scale to run.
    package var cell: Cell
    /// The purpose of the trial.
    package var kind: Observation.Kind
    /// The index among the trials of the cell of the same kind, from 0.
    package var index: Int
    /// The build whose worker runs the trial.
    package var build: Build

    /// Creates a planned trial, by default with the installed workers.
    package init(cell: Cell, kind: Observation.Kind, index: Int, build: Build = .head) {
        self.cell = cell
        self.kind = kind
        self.index = index
        self.build = build
    }

    /// Returns the identity of the trial's observation.
    package func identity(in scenario: String) -> TrialIdentity {
        TrialIdentity(
            scenario: build.name(of: scenario), cell: cell, kind: kind, index: index)
    }
}

/// An executor of planned trials; tests substitute a table of results.
package protocol TrialExecutor: Sendable {
    /// Runs a trial.
    ///
    /// - Throws: `MachineError` if the trial could not be measured at all.
    func execute(_ planned: PlannedTrial) async throws -> TrialReport
}
