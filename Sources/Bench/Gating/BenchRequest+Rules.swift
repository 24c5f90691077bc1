import MemoryBudget

extension BenchRequest {
    /// Checks that every rule can be judged by the metric of the command line.
    ///
    /// The metrics in scenario files were checked when the files were read.
    ///
    /// - Throws: ``BenchError`` 64 for the first rule that can't be judged.
    func checkRules() throws(BenchError) {
        guard let metric = scenario.budgets.first?.metric else { return }
        for strategy in selected.map(\.strategy).uniqued() {
            for rule in scenario.gateRules(of: strategy) {
                guard let objection = rule.promise.objection(to: metric) else { continue }
                let place = rule.line.map { " (\(scenario.path):\($0))" } ?? ""
                throw BenchError(
                    .usage,
                    "'\(scenario.name)': \(objection), but '\(strategy)' has that rule\(place);"
                        + " omit the options that select the container metric, or remove the rule")
            }
        }
    }
}
