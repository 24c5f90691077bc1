import Datasets
import Harness
import MemoryBudget

// The time that a run still takes.
extension BenchSession {
    /// A scenario's data is about to be made: tells the time from here.
    mutating func enter(_ request: BenchRequest) {
        durations.learnSpeed(from: bench.requests)
        if let forecast = outlook.enter(knowing: durations) { events(.forecast(forecast)) }
        events(
            .entered(
                scenario: request.scenario.name, unit: request.unit,
                shared: Cell.sharedParameters(of: request.cells.map(\.parameters))))
    }

    /// About what the measurement of noise takes.
    static let noiseDuration: Duration = .milliseconds(250)

    /// The time and the trials of the scenarios, before any of them was begun.
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
