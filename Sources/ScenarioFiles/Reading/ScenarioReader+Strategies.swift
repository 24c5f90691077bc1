import MemoryBudget

extension ScenarioReader {
    /// Reads the strategies, in the order of the file; at least one must run by default.
    func strategies(_ field: Field) -> [ScenarioDraft.Strategy]? {
        guard let named = names(field, example: strategiesExample(field))?.all else { return nil }
        let strategies = named.compactMap(strategy)
        if strategies.count == named.count, !strategies.contains(where: \.isDefault) {
            report(
                "no strategy runs by default: all are 'default: false'", at: field.position)
        }
        return strategies
    }

    private func strategy(_ field: Field) -> ScenarioDraft.Strategy? {
        guard Self.isStrategyName(field.name) else {
            report(
                "a strategy's name starts with a letter or digit and contains only letters, digits,"
                    + " '.', '_' and '-', not '\(field.name)'", at: field.position)
            return nil
        }
        var strategy = ScenarioDraft.Strategy(
            name: field.locatedName, role: .candidate, isDefault: true)
        if case .null = field.value.content { return strategy }
        let example = "{ role: \(Scenario.Role.control.rawValue) }"
        let keys = ["command", "role", "default", "budget", "parameters", "gate"]
        guard let fields = fields(field, known: keys, example: example) else { return nil }
        strategy.role =
            fields["role"].flatMap { choice($0, as: "role", of: Scenario.Role.self) } ?? .candidate
        strategy.isDefault = fields["default"].flatMap(flag) ?? true
        strategy.budget = fields["budget"].flatMap(locatedBudget)
        strategy.parameters = fields["parameters"].map(parameters) ?? []
        strategy.command = fields["command"].map {
            words($0) ?? ScenarioDraft.Command(arguments: [], field: $0)
        }
        strategy.gate = fields["gate"].map(gate)
        return strategy
    }

    /// Returns whether a name is valid; files are named after strategies.
    private static func isStrategyName(_ name: String) -> Bool {
        let others: Set<Character> = [".", "_", "-"]
        guard let first = name.first, !others.contains(first) else { return false }
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || others.contains($0) }
    }

    private func strategiesExample(_ field: Field) -> String {
        guard case .list(let items) = field.value.content else { return "{ streamed: {} }" }
        let names = items.compactMap { item in
            if case .scalar(let name) = item.content { "\(name): {}" } else { nil }
        }
        return names.isEmpty ? "{ streamed: {} }" : "{ \(names.joined(separator: ", ")) }"
    }

    /// Reads the parameters and their values, in the order of the file.
    func parameters(_ field: Field) -> [ScenarioDraft.Parameter] {
        (names(field, example: "{ batch: [1000] }")?.all ?? []).compactMap(parameter)
    }

    private func parameter(_ field: Field) -> ScenarioDraft.Parameter? {
        let isName = CommandTemplate.isPlaceholderName(field.name)
        if !isName {
            report(
                "a parameter's name starts with a letter and contains only letters, digits, '-' and"
                    + " '_', not '\(field.name)'", at: field.position)
        }
        guard let texts = texts(field, example: "[1000]"), isName else { return nil }
        return ScenarioDraft.Parameter(
            name: field.locatedName, values: reportingDuplicates(texts, of: field))
    }

    /// Returns the values, and reports duplicates.
    func reportingDuplicates(
        _ values: [Located<String>], of field: Field
    ) -> [Located<String>] {
        var seen: Set<String> = []
        for value in values where !seen.insert(value.value).inserted {
            report("duplicate value '\(value.value)' of '\(field.path)'", at: value.position)
        }
        return values
    }

    /// Reads one metric with its limit.
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

    /// Reports budgets of another metric, because a table compares only one.
    func checkBudgets(_ draft: ScenarioDraft) {
        let own = (draft.strategies ?? []).compactMap(\.budget)
        guard let metric = draft.metric else { return }
        for budget in own where budget.value.metric != metric {
            report(
                "a strategy's budget must limit the same metric as the others, not"
                    + " '\(budget.value.metric.rawValue)'", at: budget.position,
                proposal: "{ \(metric.rawValue): \(budget.value.limit.argument) }")
        }
    }

    private func metricBudget(_ field: Field) -> Budget? {
        let limit = limit(field)
        guard let metric = Metric(rawValue: field.name) else {
            reportUnknown(
                "metric", named: field.name, at: field.position,
                known: Metric.allCases.map(\.rawValue))
            return nil
        }
        return limit.map { Budget(metric: metric, limit: $0) }
    }

    private func limit(_ field: Field) -> ByteCount? {
        guard let text = text(field), let limit = quantity(text, parse: ByteCount.init(parsing:))
        else {
            return nil
        }
        guard limit.bytes > 0 else {
            report("a budget must be at least 1B, not '\(text.value)'", at: text.position)
            return nil
        }
        return limit
    }

    /// Returns the proposal for a size without a metric, which probably means the peak RSS.
    private func budgetExample(_ field: Field) -> String {
        guard case .scalar(let text) = field.value.content else { return "{ peak-rss: 64MiB }" }
        do throws(QuantityError) {
            return "{ peak-rss: \(try ByteCount(parsing: text).argument) }"
        } catch {
            return "{ peak-rss: \(error.proposal ?? "64MiB") }"
        }
    }
}
