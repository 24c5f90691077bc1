internal import MemoryBudget

/// Runs each trial with the workers that it is planned for.
package struct BuildExecutor<Executor: TrialExecutor>: TrialExecutor {
    private let head: Executor
    private let base: Executor?

    /// Makes an executor; without a base, no trial may be planned for it.
    package init(head: Executor, base: Executor? = nil) {
        self.head = head
        self.base = base
    }

    /// Runs one trial.
    package func execute(_ planned: PlannedTrial) async throws -> TrialReport {
        guard planned.build == .base else { return try await head.execute(planned) }
        guard let base else {
            preconditionFailure("a trial is planned for a base that there isn't")
        }
        return try await base.execute(planned)
    }
}
