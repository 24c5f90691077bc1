import MemoryBudget

extension BenchRequest {
    /// Finds a rule that the metric of the command line leaves without readings to judge; the reader of
    /// scenarios has found those of files.
    ///
    /// - Throws: ``BenchError`` 64 for the first of them.
    func checkRules() throws(BenchError) {
        guard let metric = scenario.budgets.first?.metric else { return }
        for strategy in selected.map(\.strategy).uniqued() {
            for rule in scenario.gateRules(of: strategy) {
                guard let objection = rule.promise.objection(to: metric) else { continue }
                let place = rule.line.map { " (\(scenario.path):\($0))" } ?? ""
                throw BenchError(
                    .usage,
                    "'\(scenario.name)': \(objection), and '\(strategy)' has that rule\(place); leave"
                        + " out the options that make container the metric, or the rule")
            }
        }
    }
}
