import MemoryBudget

extension ScenarioReader {
    /// Checks every name that a catalog can know.
    func checkNames(_ draft: ScenarioDraft, against catalog: ScenarioCatalog) {
        let kind = draft.dataset.flatMap { checkDataset($0, against: catalog) }
        guard case .pipeline(let name)? = draft.job,
            let pipeline = pipeline(named: name, in: catalog)
        else { return }
        let owner = "pipeline '\(pipeline.name)'"
        check(
            (draft.strategies ?? []).map(\.name), as: "strategy", of: owner,
            known: pipeline.strategies)
        check(
            draft.allParameters.map(\.name), as: "parameter", of: owner,
            known: pipeline.parameters.map(\.name))
        for parameter in draft.allParameters {
            checkValues(of: parameter, known: pipeline.parameters)
        }
        if let kind, !pipeline.datasetKinds.isEmpty, !pipeline.datasetKinds.contains(kind.value) {
            report(
                "\(owner) does not read '\(kind.value)'"
                    + " (it reads: \(pipeline.datasetKinds.joined(separator: ", ")))",
                at: kind.position)
        }
    }

    /// The pipeline, if the catalog knows it.
    private func pipeline(
        named name: Located<String>, in catalog: ScenarioCatalog
    ) -> ScenarioCatalog.Pipeline? {
        let known = catalog.pipelines.first { $0.name == name.value }
        if known == nil, catalog.isComplete {
            reportUnknown(
                "pipeline", named: name.value, at: name.position,
                known: catalog.pipelines.map(\.name))
        }
        return known
    }

    /// The kind, if the catalog knows it.
    private func checkDataset(
        _ dataset: ScenarioDraft.Dataset, against catalog: ScenarioCatalog
    ) -> Located<String>? {
        guard let name = dataset.kind else { return nil }
        guard let kind = catalog.datasetKinds.first(where: { $0.name == name.value }) else {
            reportUnknown(
                "dataset kind", named: name.value, at: name.position,
                known: catalog.datasetKinds.map(\.name))
            return nil
        }
        check(
            dataset.parameters.map(\.name), as: "parameter", of: "dataset kind '\(kind.name)'",
            known: kind.parameters)
        return name
    }

    private func checkValues(
        of parameter: ScenarioDraft.Parameter, known: [ScenarioCatalog.Parameter]
    ) {
        guard let kind = known.first(where: { $0.name == parameter.name.value })?.kind else {
            return
        }
        for value in parameter.values {
            guard let expected = kind.objection(to: value.value) else { continue }
            report(
                "'\(value.value)' is no value of parameter '\(parameter.name.value)', which takes"
                    + " \(expected)", at: value.position, proposal: kind.proposal(for: value.value))
        }
    }

    private func check(
        _ names: [Located<String>], as what: String, of owner: String, known: [String]
    ) {
        for name in names where !known.contains(name.value) {
            reportUnknown(what, named: name.value, of: owner, at: name.position, known: known)
        }
    }

    /// Checks a command against the sections that its placeholders refer to.
    func checkCommand(_ draft: ScenarioDraft) {
        guard case .command(let arguments, let field)? = draft.job else { return }
        checkPlaceholders(of: arguments, draft: draft)
        let used = Set(arguments.flatMap { CommandTemplate.placeholders(in: $0.value) })
        for parameter in draft.allParameters where !used.contains(parameter.name.value) {
            report(
                "no placeholder of 'command' uses parameter '\(parameter.name.value)'",
                at: parameter.name.position, proposal: "{\(parameter.name.value)}")
        }
        checkValues(draft, used: used)
        checkVariation(draft, used: used, command: field)
        if let dataset = draft.dataset, used.isDisjoint(with: CommandTemplate.dataPlaceholders) {
            report(
                "no placeholder of 'command' uses the dataset", at: dataset.field.position,
                proposal: "{input}")
        }
    }

    private func checkPlaceholders(of arguments: [Located<String>], draft: ScenarioDraft) {
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
                reportUnknown(
                    "placeholder", named: "{\(name)}", at: argument.position, known: known)
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
    private func checkVariation(_ draft: ScenarioDraft, used: Set<String>, command: Field) {
        let strategies = draft.strategies ?? []
        let ownParameters = strategies.flatMap(\.parameters).map(\.name.value)
        if strategies.count > 1, used.isDisjoint(with: ownParameters + ["strategy"]) {
            report(
                "'command' is the same for all \(strategies.count) strategies: it has no {strategy}",
                at: command.position)
        }
        let scales = draft.scales ?? []
        if scales.count > 1,
            used.isDisjoint(with: CommandTemplate.dataPlaceholders.union(["scale"]))
        {
            report(
                "'command' is the same at all \(scales.count) scales: it has neither {scale} nor"
                    + " {input}", at: command.position)
        }
    }
}
