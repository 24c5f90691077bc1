import Harness
import MemoryBudget

/// Which need trials are worth running, by what was seen of smaller scales: one that is bound for
/// the ceiling would fill half of the machine for nothing.
struct NeedForecast {
    /// The most that a need trial may take.
    let ceiling: ByteCount
    /// The trials of each variant: what others need says nothing.
    private var observations: [String: [Observation]] = [:]

    init(ceiling: ByteCount) {
        self.ceiling = ceiling
    }

    /// Takes note of a trial of the scenario.
    mutating func note(_ observation: Observation) {
        let variant = Cell.variant(of: observation.strategy, with: observation.parameters)
        observations[variant, default: []].append(observation)
    }

    /// Why a cell's need trial would end at the ceiling; nil if it may stay below.
    func objection(to cell: Cell) -> NeedObjection? {
        let observations = observations[cell.variant] ?? []
        let stopped = observations.first {
            $0.kind == .need && $0.outcome == .overBudget
                && $0.scale.units <= cell.scale.units
        }
        if let stopped { return .stopped(at: stopped.scale, ceiling: ceiling) }
        guard let estimate = NeedEstimate(of: cell, from: observations),
            estimate.bytes > ceiling.bytes
        else { return nil }
        return .foretold(estimate, ceiling: ceiling)
    }
}
