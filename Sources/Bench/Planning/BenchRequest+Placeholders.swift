import Datasets
import MemoryBudget

extension BenchRequest {
    /// Checks that there is data for every placeholder of the command.
    func checkPlaceholders(hasOwnInput: Bool) throws(BenchError) {
        let used = scenario.placeholders
        if used.contains("input"), !scenario.hasData, !hasOwnInput {
            throw BenchError(
                .usage, "'\(scenario.name)' uses {input} and has no dataset; give --input FILE")
        }
        if used.contains("previous"), hasOwnInput || !hasPrevious {
            let kinds = DatasetKinds.all.filter(\.hasPrevious).map { "'\($0.name)'" }
            throw BenchError(
                .usage,
                "'\(scenario.name)' uses {previous}, which only data of kind"
                    + " \(kinds.joined(separator: " or ")) has")
        }
    }

    private var hasPrevious: Bool {
        DatasetKinds.all.contains { $0.name == scenario.dataset?.kind && $0.hasPrevious }
    }
}
