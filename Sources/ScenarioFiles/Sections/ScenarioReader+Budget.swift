import MemoryBudget

extension ScenarioReader {
    /// One metric and its limit, and where it stands.
    func locatedBudget(_ field: Field) -> Located<Budget>? {
        budget(field).map { Located(value: $0, position: field.position) }
    }

    private func budget(_ field: Field) -> Budget? {
        guard let metrics = names(field, example: budgetExample(field))?.all else { return nil }
        let budgets = metrics.map(metricBudget)
        for extra in metrics.dropFirst() {
            report(
                "a budget limits one metric; '\(extra.name)' is one too many", at: extra.position)
        }
        return budgets.count == 1 ? budgets[0] : nil
    }

    /// A table compares one metric: a strategy has a limit of its own, not a metric.
    func checkBudgets(_ draft: ScenarioDraft) {
        let own = (draft.strategies ?? []).compactMap(\.budget)
        guard let metric = draft.budget?.value.metric ?? own.first?.value.metric else { return }
        for budget in own where budget.value.metric != metric {
            report(
                "a strategy's budget has the metric of the others, not"
                    + " '\(budget.value.metric.rawValue)'", at: budget.position,
                proposal: "{ \(metric.rawValue): \(budget.value.limit.argument) }")
        }
    }

    private func metricBudget(_ field: Field) -> Budget? {
        let limit = limit(field)
        guard let metric = Metric(rawValue: field.name) else {
            reportUnknown(
                "metric", field.name, at: field.position, known: Metric.allCases.map(\.rawValue))
            return nil
        }
        return limit.map { Budget(metric: metric, limit: $0) }
    }

    private func limit(_ field: Field) -> ByteCount? {
        guard let text = text(field), let limit = quantity(text, ByteCount.init(parsing:)) else {
            return nil
        }
        guard limit.bytes > 0 else {
            report("a budget is at least 1B, not '\(text.value)'", at: text.position)
            return nil
        }
        return limit
    }

    /// A size alone is most likely meant for the peak that everybody knows.
    private func budgetExample(_ field: Field) -> String {
        guard case .scalar(let text) = field.value.content,
            let size = try? ByteCount(parsing: text)
        else { return "{ peak-rss: 64MiB }" }
        return "{ peak-rss: \(size.argument) }"
    }
}
