import Harness
import MemoryBudget

/// A forecast of which need trials are worth running, based on smaller scales.
///
/// A trial that would reach the ceiling would fill half of the machine's memory for no result.
struct NeedForecast {
    /// The maximum memory of a need trial.
    let ceiling: ByteCount
    /// The trials of each variant; other variants have other needs.
    private var observations: [String: [Observation]] = [:]

    init(ceiling: ByteCount) {
        self.ceiling = ceiling
    }

    /// Records a trial of the scenario.
    mutating func note(_ observation: Observation) {
        let variant = Cell.variant(of: observation.strategy, with: observation.parameters)
        observations[variant, default: []].append(observation)
    }

    /// Returns the reason why a cell's need trial would reach the ceiling; `nil` if it may stay
    /// below.
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
