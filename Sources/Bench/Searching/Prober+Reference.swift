import Harness
import MemoryBudget
import Reports
import RunStore

extension Prober {
    /// Returns a trial with its result compared with the reference's, which is run once per scale
    /// without a budget; the same trial if there is nothing to compare.
    mutating func compared(
        _ observation: Observation, of probe: Probe, on data: InputPreparation.Prepared
    ) async throws -> Observation {
        guard observation.check?.finding == .pending,
            let reference = request.scenario.verification?.reference
        else { return observation }
        let units = probe.cell.scale.units
        if references[units] == nil, reference != probe.cell.strategy {
            let results = try await results(of: reference, at: probe.cell.scale, on: data)
            try Self.checkReadable(results, at: probe.cell.scale)
            references[units] = results
        }
        let comparison = ResultComparison(
            [observation] + (references[units] ?? []), by: request.scenario.verification)
        return comparison.trials[0].worded
    }

    /// Throws if the reference's result can't be read: without a comparison it is unknown what
    /// fits.
    private static func checkReadable(
        _ results: [Observation], at scale: Scale
    ) throws(BenchError) {
        guard let first = results.first(where: { $0.check?.finding == .unreadable }) else { return }
        throw BenchError(
            .inconclusive,
            "can't compare results at \(scale.label) with the result of '\(first.strategy)', the"
                + " reference: \(first.evidence.detail)")
    }

    /// Returns the results of the reference, one per combination of parameters.
    private func results(
        of reference: String, at scale: Scale, on data: InputPreparation.Prepared
    ) async throws -> [Observation] {
        var trials: [Observation] = []
        let selection = Cell.Selection(strategies: [reference], scales: [scale])
        for cell in request.scenario.cells(selection) {
            let probe = Probe(cell: cell, budget: nil, enforcement: .auto, varies: .scale)
            let planned = PlannedTrial(cell: cell, kind: .need, index: trials.count)
            events(.started(planned, number: number, count: number, remaining: nil))
            let report = try await executor(probe, data).execute(planned)
            if let signal = report.interruptedBy ?? system.stopSignal {
                throw BenchError(interruptedBy: signal)
            }
            trials.append(report.observation)
        }
        return trials
    }
}
