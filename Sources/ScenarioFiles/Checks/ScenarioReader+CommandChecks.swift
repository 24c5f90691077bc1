import MemoryBudget

extension ScenarioReader {
    /// Checks a command against the sections that its placeholders refer to.
    func checkCommand(_ draft: ScenarioDraft) {
        guard case .command(let arguments, let field)? = draft.job else { return }
        checkPlaceholders(of: arguments, draft)
        let used = Set(arguments.flatMap { CommandTemplate.placeholders(in: $0.value) })
        for parameter in draft.allParameters where !used.contains(parameter.name.value) {
            report(
                "no placeholder of 'command' uses parameter '\(parameter.name.value)'",
                at: parameter.name.position, proposal: "{\(parameter.name.value)}")
        }
        checkValues(draft, used: used)
        checkVariation(draft, used: used, field)
        if let dataset = draft.dataset, !used.contains("input") {
            report(
                "no placeholder of 'command' uses the dataset", at: dataset.field.position,
                proposal: "{input}")
        }
    }

    private func checkPlaceholders(of arguments: [Located<String>], _ draft: ScenarioDraft) {
        let reserved = CommandTemplate.Placeholder.allCases.map(\.rawValue)
        for parameter in draft.allParameters where reserved.contains(parameter.name.value) {
            report(
                "parameter '\(parameter.name.value)' has the name of a built-in placeholder",
                at: parameter.name.position)
        }
        let known = (reserved + draft.allParameters.map(\.name.value)).map { "{\($0)}" }
        for argument in arguments {
            for name in CommandTemplate.placeholders(in: argument.value)
            where !known.contains("{\(name)}") {
                reportUnknown("placeholder", "{\(name)}", at: argument.position, known: known)
            }
        }
    }

    /// A placeholder that has a value for some strategies only would reach the others' commands.
    private func checkValues(_ draft: ScenarioDraft, used: Set<String>) {
        let shared = draft.parameters.map(\.name.value)
        let partial = Set(draft.allParameters.map(\.name.value)).subtracting(shared)
        for strategy in draft.strategies ?? [] {
            let missing = partial.intersection(used)
                .subtracting(strategy.parameters.map(\.name.value))
            for name in missing.sorted() {
                report(
                    "strategy '\(strategy.name.value)' has no value for {\(name)}, which 'command'"
                        + " uses", at: strategy.name.position,
                    proposal: "parameters: { \(name): […] }")
            }
        }
    }

    /// Cells that would all run the very same command compare nothing.
    private func checkVariation(_ draft: ScenarioDraft, used: Set<String>, _ command: Field) {
        let strategies = draft.strategies ?? []
        if strategies.count > 1, !used.contains("strategy") {
            report(
                "'command' is the same for all \(strategies.count) strategies: it has no {strategy}",
                at: command.position)
        }
        let scales = draft.scales ?? []
        if scales.count > 1, used.isDisjoint(with: ["scale", "input"]) {
            report(
                "'command' is the same at all \(scales.count) scales: it has neither {scale} nor"
                    + " {input}", at: command.position)
        }
    }
}
