import MemoryBudget
import RunStore

extension PlanRecord {
    /// Records the plan of a run.
    ///
    /// - Parameters:
    ///   - shard: The part of it that is measured; nil for all.
    ///   - base: The absolute path of the folder whose workers run in between; nil for none.
    ///   - files: The files of a scenario's trials.
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
