public import MemoryBudget

/// One trial that is to be run.
public struct PlannedTrial: Hashable, Sendable {
    /// What is run.
    public var cell: Cell
    /// Why.
    public var kind: Observation.Kind
    /// Its number among its kind, from 0.
    public var index: Int

    /// Makes a plan of a trial.
    public init(cell: Cell, kind: Observation.Kind, index: Int) {
        self.cell = cell
        self.kind = kind
        self.index = index
    }
}

/// The order of a scenario's trials: seeded, shuffled, and interleaved, so that a machine that grows
/// slower or busier on the way treats every cell alike.
public struct Schedule: Hashable, Sendable {
    /// Floors first, then the measured trials round by round: each round has every cell once.
    public let trials: [PlannedTrial]

    /// Plans trials.
    ///
    /// - Parameters:
    ///   - cells: What is compared.
    ///   - trials: Measured trials a cell.
    ///   - hasFloors: Whether an empty input can be made; each strategy's floor is then measured as
    ///     often as a cell.
    ///   - seed: Of the order.
    public init(cells: [Cell], trials: Int, hasFloors: Bool, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var planned: [PlannedTrial] = []
        let floors = hasFloors ? unique(cells.map(\.floor)) : []
        for (cells, kind) in [(floors, Observation.Kind.floor), (cells, .measured)] {
            for index in 0..<trials {
                planned += cells.shuffled(using: &generator).map {
                    PlannedTrial(cell: $0, kind: kind, index: index)
                }
            }
        }
        self.trials = planned
    }
}

private func unique(_ cells: [Cell]) -> [Cell] {
    var seen: Set<String> = []
    return cells.filter { seen.insert($0.variant).inserted }
}
