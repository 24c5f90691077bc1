internal import MemoryBudget
internal import RunStore

extension RunRecord {
    /// The command that would enable a missing kind of enforcement; at most one per run.
    var remedies: [String] {
        let trials = scenarios.lazy.flatMap(\.cells).flatMap(\.measured)
        return trials.compactMap(\.enforcement.remedy).first
            .map { ["to add the missing enforcement: \($0)"] } ?? []
    }
}
