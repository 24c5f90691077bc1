package import Harness
package import MemoryBudget

/// The order of a scenario's trials: seeded, shuffled, and interleaved, so that a machine that grows
/// slower or busier on the way treats every cell alike.
package struct Schedule: Hashable, Sendable {
    /// Floors first, then the measured trials round by round: each round has every cell once.
    package let trials: [PlannedTrial]
    /// The cells, in the order of the table.
    package let cells: [Cell]
    /// Measured trials per cell.
    package let repeats: Int
    /// The seed of the order.
    package let seed: UInt64

    /// Plans trials.
    ///
    /// - Parameters:
    ///   - cells: What is compared.
    ///   - trials: Measured trials per cell.
    ///   - hasFloors: Whether an empty input can be made; each strategy's floor is then measured as
    ///     often as a cell.
    ///   - seed: Of the order.
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

    /// Plans one run of each cell, to verify a break point.
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

    /// The same with a trial of the base beside every one whose cell the base can run, before and
    /// after it alternately: what changes on the way falls on both alike.
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
