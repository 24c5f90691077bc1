import Datasets
import Harness
import MemoryBudget
import RunStore

extension BenchSession {
    /// Runs every strategy that breaks just below and just above where it does.
    ///
    /// What can't be run is noted and left out; it is no reason to end a run.
    mutating func verifyBreakPoints(
        of request: BenchRequest, _ journal: inout Journal
    ) async throws -> RunInterruption? {
        for cell in edgeCells(of: request) {
            let edge = request.with(cells: [cell])
            let prepared: InputPreparation.Prepared
            do {
                try BenchPlan(
                    of: [edge], own: nil, cache: preparation.cache, durations: durations,
                    runPath: directory.path
                ).disk.check()
                prepared = try await preparation.generated(edge)
            } catch {
                if let signal = StopSignals.last { return .signal(signal) }
                noteSkipped(cell, "\((error as? Failure)?.message ?? "\(error)")")
                continue
            }
            defer { prepared.stopServer() }
            let schedule = Schedule(edges: [cell], seed: request.seed)
            let interruption = try await run(edge, prepared, schedule, &journal)
            if let interruption { return interruption }
        }
        return nil
    }

    /// A cell below and one above, for each variant with a break point.
    private func edgeCells(of request: BenchRequest) -> [Cell] {
        let trials = observations.filter { $0.scenario == request.scenario.name }
        var seen: Set<String> = []
        let variants = request.cells.filter { seen.insert($0.variant).inserted }
        return variants.flatMap { variant -> [Cell] in
            guard let budget = request.scenario.budget(of: variant.strategy),
                let fit = GrowthFit(
                    GrowthPoint.points(of: variant, from: trials, budget.metric),
                    noise: noise?.growthNoise ?? .typical),
                let breakPoint = fit.breakPoint(budget: budget.limit)
            else { return [] }
            let edges = fit.edges(of: breakPoint)
            if let reason = edges.belowObjection { noteSkipped(variant, "below, \(reason)") }
            if let reason = edges.aboveObjection { noteSkipped(variant, "above, \(reason)") }
            return [edges.below, edges.above].compactMap(\.self).map { scale in
                var cell = variant
                cell.scale = scale
                return cell
            }
        }
    }

    private func noteSkipped(_ cell: Cell, _ reason: String) {
        progress.note("\(cell.variant) break point: not verified \(reason)")
    }
}
