import Harness
package import MemoryBudget

/// Which cells get more measured trials than were planned, because those they had don't decide: a
/// round at a time, up to ``cap(trials:)``.
package struct ExtraTrials: Sendable {
    private let budget: @Sendable (String) -> Budget?
    private let noise: NoiseRecord?
    private var observations: [Cell: [Observation]] = [:]

    /// A judge that has seen no trial.
    ///
    /// - Parameters:
    ///   - noise: Of the machine; nil if it isn't known.
    ///   - budget: Of a strategy; nil for none, and then there is nothing to decide.
    package init(noise: NoiseRecord?, budget: @escaping @Sendable (String) -> Budget?) {
        self.noise = noise
        self.budget = budget
    }

    /// The most measured trials that a cell gets: twice as many as planned, and at least the nine of
    /// which one may differ.
    package static func cap(trials: Int) -> Int {
        max(2 * trials, 9)
    }

    /// Takes note of a trial.
    mutating func note(_ observation: Observation, of planned: PlannedTrial) {
        guard planned.kind == .measured else { return }
        observations[planned.cell, default: []].append(observation)
    }

    /// Whether the trials that are left could decide: one that went over can't be undone, so then only
    /// whether enough others may follow it.
    private func mayDecide(_ trials: [Observation], of cell: Cell, cap: Int) -> Bool {
        // What the kernel's counters leave open, more trials leave open too.
        guard !trials.allSatisfy(\.isUndecided) else { return false }
        guard let over = trials.first(where: { $0.outcome == .overBudget }) else { return true }
        let rest = Array(repeating: over, count: cap - trials.count)
        return Verdict(judging: trials + rest, budget: budget(cell.strategy), noise: noise) == .over
    }

    /// One more trial of every cell that is undecided; empty if none is, or may be.
    ///
    /// - Parameter schedule: Whose trials are done.
    func round(after schedule: Schedule) -> [PlannedTrial] {
        let undecided = schedule.cells.filter { cell in
            let trials = observations[cell] ?? []
            return cell.role != .reference && trials.count < Self.cap(trials: schedule.repeats)
                && Verdict(judging: trials, budget: budget(cell.strategy), noise: noise)
                    == .inconclusive
                && mayDecide(trials, of: cell, cap: Self.cap(trials: schedule.repeats))
        }
        let done = observations.values.reduce(0) { $0 + $1.count }
        // A round's order depends on the seed and on what was run: a resumed run has the same.
        var generator = SplitMix64(seed: schedule.seed &+ UInt64(done))
        return undecided.shuffled(using: &generator).map {
            PlannedTrial(cell: $0, kind: .measured, index: observations[$0]?.count ?? 0)
        }
    }
}
