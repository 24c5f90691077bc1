package import Harness
package import MemoryBudget

/// The order of a scenario's trials: seeded, shuffled and interleaved, so that gradual changes in
/// the machine's speed or load affect all cells alike.
///
/// ```swift
/// import MemoryBudget
/// let scale = Scale(units: 10_000)
/// let cells = ["sort", "heap"].map { Cell(strategy: $0, role: .candidate, scale: scale) }
/// let schedule = Schedule(cells: cells, trials: 5, hasFloors: true, seed: 42)
/// for trial in schedule.trials { print(trial.cell.strategy, trial.kind) }
/// ```
package struct Schedule: Hashable, Sendable {
    /// The trials: first the floors, then the measured trials in rounds that each contain every
    /// cell once.
    package let trials: [PlannedTrial]
    /// The cells, in table order.
    package let cells: [Cell]
    /// The number of measured trials per cell.
    package let repeats: Int
    /// The seed of the random order.
    package let seed: UInt64

    /// Creates a schedule of trials.
    ///
    /// - Parameters:
    ///   - cells: The cells to compare.
    ///   - trials: The number of measured trials per cell.
    ///   - hasFloors: Whether there is an empty input. If so, each strategy's floor is measured as
    ///     often as a cell.
    ///   - seed: The seed of the random order.
    package init(cells: [Cell], trials: Int, hasFloors: Bool, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var planned: [PlannedTrial] = []
        let floors = hasFloors ? cells.map(\.floor).uniqued(by: \.variant) : []
        for (cells, kind) in [(floors, Observation.Kind.floor), (cells, .measured)] {
            for index in 0..<trials {
                planned += cells.shuffled(using: &generator).map {
                    PlannedTrial(cell: $0, kind: kind, index: index)
                }
            }
        }
        self.init(planned, cells: cells, repeats: trials, seed: seed)
    }

    /// Creates a schedule with one trial per cell, to verify a break point.
    package init(edges cells: [Cell], seed: UInt64) {
        self.init(
            cells.map { PlannedTrial(cell: $0, kind: .edge, index: 0) }, cells: cells, repeats: 1,
            seed: seed)
    }

    private init(_ trials: [PlannedTrial], cells: [Cell], repeats: Int, seed: UInt64) {
        self.trials = trials
        self.cells = cells
        self.repeats = repeats
        self.seed = seed
    }

    /// Returns this schedule with a trial of the base next to each trial whose cell the base can
    /// run, alternately before and after it, so that changes in the machine affect both alike.
    package func paired(withBaseOf cells: [Cell]) -> Schedule {
        guard !cells.isEmpty else { return self }
        let runnable = Set(cells + cells.map(\.floor))
        return Schedule(
            trials.flatMap { planned in
                guard runnable.contains(planned.cell) else { return [planned] }
                var base = planned
                base.build = .base
                return planned.index % 2 == 0 ? [planned, base] : [base, planned]
            }, cells: self.cells, repeats: repeats, seed: seed)
    }
}
