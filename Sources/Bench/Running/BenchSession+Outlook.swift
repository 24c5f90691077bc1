import Datasets
import Harness
import MemoryBudget

// The remaining time of a run.
extension BenchSession {
    /// Sends the remaining time before a scenario's data is prepared.
    mutating func enter(_ request: BenchRequest) {
        durations.learnSpeed(from: bench.requests)
        if let forecast = outlook.enter(knowing: durations) { events(.forecast(forecast)) }
        events(
            .entered(
                scenario: request.scenario.name, unit: request.unit,
                shared: Cell.sharedParameters(of: request.cells.map(\.parameters))))
    }

    /// The approximate duration of the noise measurement.
    static let noiseDuration: Duration = .milliseconds(250)

    /// Returns the time and number of trials of all scenarios, before the first one begins.
    func outlook(
        on planned: [BenchRequest], hasOwnInput: Bool, done: Set<TrialIdentity>
    ) throws -> RunOutlook {
        let ceiling = system.ceiling
        return RunOutlook(
            try planned.map { request in
                let schedule = request.schedule(hasOwnInput: hasOwnInput)
                    .paired(withBaseOf: base(of: request).flatMap(\.cells))
                let trials = schedule.trials.filter {
                    !done.contains($0.identity(in: request.scenario.name))
                }
                let cache = hasOwnInput ? nil : preparation.cache
                let datasets = try cache.map { try DatasetNeed(of: [request], in: $0).duration }
                return RunOutlook.Part(
                    count: schedule.trials.count,
                    preparing: (datasets ?? .zero) + (try request.storageNeed.duration)
                ) { durations in
                    let total = durations.forecast(for: request, ceiling: ceiling).total(
                        of: trials, withNeed: request.measuresNeed,
                        profiling: request.profiledCells)
                    return total.isComplete ? total.duration : nil
                }
            })
    }
}
