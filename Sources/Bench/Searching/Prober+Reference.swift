import Harness
import MemoryBudget
import Reports
import RunStore

extension Prober {
    /// A trial whose result was compared with that of its scenario's reference, which is run once per
    /// scale, without a budget; the same trial if nothing has to be compared.
    mutating func compared(
        _ observation: Observation, of probe: Probe, on data: InputPreparation.Prepared
    ) async throws -> Observation {
        guard observation.check?.finding == .pending,
            let reference = request.scenario.verification?.reference
        else { return observation }
        let units = probe.cell.scale.units
        if references[units] == nil, reference != probe.cell.strategy {
            references[units] = try await results(of: reference, at: probe.cell.scale, on: data)
        }
        let comparison = ResultComparison(
            [observation] + (references[units] ?? []), by: request.scenario.verification)
        return comparison.trials[0].worded
    }

    /// The results of the reference, of every choice of parameters.
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
