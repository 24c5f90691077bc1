import MemoryBudget

extension ScenarioReader {
    /// The strategies in the file's order; at least one of them runs by default.
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
                "a strategy's name starts with a letter or digit and holds only letters, digits,"
                    + " '.', '_' and '-', not '\(field.name)'", at: field.position)
            return nil
        }
        var strategy = ScenarioDraft.Strategy(
            name: field.locatedName, role: .candidate, isDefault: true)
        if case .null = field.value.content { return strategy }
        let example = "{ role: \(Scenario.Role.control.rawValue) }"
        let keys = ["role", "default", "budget", "parameters", "gate"]
        guard let fields = fields(field, known: keys, example: example) else { return nil }
        strategy.role =
            fields["role"].flatMap { choice($0, "role", of: Scenario.Role.self) } ?? .candidate
        strategy.isDefault = fields["default"].flatMap(flag) ?? true
        strategy.budget = fields["budget"].flatMap(locatedBudget)
        strategy.parameters = fields["parameters"].map(parameters) ?? []
        strategy.gate = fields["gate"].map(gate)
        return strategy
    }

    /// Names of strategies become names of files.
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
}
