internal import MemoryBudget
internal import RunStore

extension RunRecord {
    /// The command that would add a missing kind of enforcement, once for the whole run.
    var remedies: [String] {
        let trials = scenarios.lazy.flatMap(\.cells).flatMap(\.measured)
        return trials.compactMap(\.enforcement.remedy).first
            .map { ["to add the missing enforcement: \($0)"] } ?? []
    }
}
