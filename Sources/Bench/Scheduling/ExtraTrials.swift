import Harness
package import MemoryBudget

/// The choice of cells that get more measured trials than planned, because their verdict is
/// inconclusive.
///
/// These trials are added one round at a time, up to ``cap(trials:)``.
package struct ExtraTrials: Sendable {
    private let budget: @Sendable (String) -> Budget?
    private let noise: NoiseRecord?
    private var observations: [Cell: [Observation]] = [:]

    /// Creates an instance that has seen no trial.
    ///
    /// - Parameters:
    ///   - noise: The noise of the machine; `nil` if unknown.
    ///   - budget: Returns the budget of a strategy; `nil` for none, in which case there is no
    ///     verdict.
    package init(noise: NoiseRecord?, budget: @escaping @Sendable (String) -> Budget?) {
        self.noise = noise
        self.budget = budget
    }

    /// Returns the maximum number of measured trials per cell: twice as many as planned, and at
    /// least nine, of which one may differ.
    package static func cap(trials: Int) -> Int {
        max(2 * trials, 9)
    }

    /// Records a trial.
    mutating func note(_ observation: Observation, of planned: PlannedTrial) {
        guard planned.kind == .measured else { return }
        observations[planned.cell, default: []].append(observation)
    }

    /// Returns whether more trials could decide the verdict. After one went over, they can only do
    /// so if the verdict is `over` when all of them go over.
    private func mayDecide(_ trials: [Observation], of cell: Cell, cap: Int) -> Bool {
        // If the kernel's counters are too coarse to decide, more trials don't help.
        guard !trials.allSatisfy(\.isUndecided) else { return false }
        guard let over = trials.first(where: { $0.outcome == .overBudget }) else { return true }
        let rest = Array(repeating: over, count: cap - trials.count)
        return Verdict(judging: trials + rest, budget: budget(cell.strategy), noise: noise) == .over
    }

    /// Returns one more trial per undecided cell; empty if no cell is undecided, or none can be
    /// decided.
    ///
    /// - Parameter schedule: The schedule whose trials are done.
    func round(after schedule: Schedule) -> [PlannedTrial] {
        let undecided = schedule.cells.filter { cell in
            let trials = observations[cell] ?? []
            return cell.role != .reference && trials.count < Self.cap(trials: schedule.repeats)
                && Verdict(judging: trials, budget: budget(cell.strategy), noise: noise)
                    == .inconclusive
                && mayDecide(trials, of: cell, cap: Self.cap(trials: schedule.repeats))
        }
        let done = observations.values.reduce(0) { $0 + $1.count }
        // The order depends on the seed and the completed trials, so that a resumed run has the
        // same one.
        var generator = SplitMix64(seed: schedule.seed &+ UInt64(done))
        return undecided.shuffled(using: &generator).map {
            PlannedTrial(cell: $0, kind: .measured, index: observations[$0]?.count ?? 0)
        }
    }
}
