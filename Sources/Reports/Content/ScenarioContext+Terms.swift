internal import MemoryBudget
internal import RunStore

extension ScenarioContext {
    /// The meaning of the terms in the answer, the rows and the remarks.
    var terms: [String] {
        let outcomes = Set(scenario.cells.flatMap(\.measured).map(\.outcome))
        let isGrowthShown = GrowthTable.table(of: scenario) != nil
        let verdicts = Set(scenario.cells.filter { $0.disagreement == nil }.map(\.verdict))
        let best = scenario.scales.last.flatMap { Answer(scenario, at: $0).best }
        let all: [(text: String, isUsed: Bool)] = [
            (
                "control: must go over at the largest scale, which shows that the budget can stop a job",
                hasRole(.control) && scenario.cells.contains { $0.budget != nil }
            ),
            ("reference: for comparison only; can't fail a gate", hasRole(.reference)),
            ("headroom: budget − peak", best?.budget != nil && scenario.metric.showsNeed),
            (
                "need: peak without a budget ('membudget need' finds the smallest budget that is enough)",
                scenario.cells.contains { $0.need != nil || $0.needEstimate != nil }
            ),
            (
                "breaks at: break point, the scale at which the peak crosses the budget",
                isGrowthShown && scenario.cells.contains { $0.budget != nil }
            ),
            ("n: number of input units; grows with n: in proportion to the input", isGrowthShown),
            ("residual: standard deviation of the medians from the fitted curve", isGrowthShown),
            ("inconclusive: too close or too variable to decide", verdicts.contains(.inconclusive)),
            ("stalled: waited for memory without progress", outcomes.contains(.stalled)),
            (
                "rejected: input units that the job refused",
                scenario.cells.contains { $0.finished.contains { $0.rowsFailed ?? 0 > 0 } }
            ),
        ]
        return all.filter(\.isUsed).map(\.text)
    }

    private func hasRole(_ role: Scenario.Role) -> Bool {
        scenario.cells.contains { $0.role == role }
    }
}
