package import MemoryBudget

/// One trial that is to be run.
package struct PlannedTrial: Hashable, Sendable {
    /// The strategy, parameters and scale that are run.
    package var cell: Cell
    /// The reason for the trial.
    package var kind: Observation.Kind
    /// Its number among its kind, from 0.
    package var index: Int
    /// The build whose worker runs it.
    package var build: Build

    /// Plans a trial; of the installed workers unless told otherwise.
    package init(cell: Cell, kind: Observation.Kind, index: Int, build: Build = .head) {
        self.cell = cell
        self.kind = kind
        self.index = index
        self.build = build
    }

    /// The identity of its observation.
    package func identity(in scenario: String) -> TrialIdentity {
        TrialIdentity(
            scenario: build.name(of: scenario), cell: cell, kind: kind, index: index)
    }
}

/// Runs one planned trial; a test puts a table of results in its place.
package protocol TrialExecutor: Sendable {
    /// Runs a trial.
    ///
    /// - Throws: `MachineError` if it could not be measured at all.
    func execute(_ planned: PlannedTrial) async throws -> TrialReport
}
