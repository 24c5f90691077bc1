import MemoryBudget
import RunStore

extension PlanRecord {
    /// Creates the record of a run's plan.
    ///
    /// - Parameters:
    ///   - shard: The part of the run to measure; `nil` for all of it.
    ///   - base: The absolute path of the base's folder; `nil` without a base.
    ///   - files: Returns the files of a scenario's trials.
    init(
        of requests: [BenchRequest], shard: Shard?, base: String?,
        files: (BenchRequest) throws -> [PlannedFileRecord]
    ) throws {
        self.init(
            shard: shard,
            scenarios: try requests.map { request in
                ScenarioPlanRecord(
                    name: request.scenario.name, text: request.scenario.text,
                    variants: request.selectedVariants,
                    settings: try RecordedSettings(of: request, base: base).texts,
                    files: try files(request))
            })
    }
}
