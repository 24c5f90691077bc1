import MemoryBudget

extension ScenarioReader {
    /// Reports names that are not in the catalog.
    func checkNames(_ draft: ScenarioDraft, against catalog: ScenarioCatalog) {
        let kind =
            draft.dataset.flatMap { checkDataset($0, against: catalog) } ?? fileKind(of: draft)
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

    /// Returns the pipeline, if the catalog contains it.
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

    /// Returns the dataset kind, if the catalog contains it.
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
                "'\(value.value)' is not a value of parameter '\(parameter.name.value)', which"
                    + " takes \(expected)", at: value.position,
                proposal: kind.proposal(for: value.value))
        }
    }

    private func check(
        _ names: [Located<String>], as what: String, of owner: String, known: [String]
    ) {
        for name in names where !known.contains(name.value) {
            reportUnknown(what, named: name.value, of: owner, at: name.position, known: known)
        }
    }

    /// Checks commands against the sections that their placeholders refer to.
    func checkCommand(_ draft: ScenarioDraft) {
        guard draft.sharedCommand != nil else { return checkPipelineCommands(draft) }
        checkReservedNames(draft)
        for command in draft.commands { checkPlaceholders(of: command.arguments, draft: draft) }
        let around = draft.surroundings.setup + draft.surroundings.cleanup
        checkPlaceholders(of: around, draft: draft)
        let used = draft.commandPlaceholders
        let usedAround = Set(around.flatMap { CommandTemplate.placeholders(in: $0.value) })
        for parameter in draft.allParameters
        where !used.union(usedAround).contains(parameter.name.value) {
            report(
                "no placeholder of 'command' uses parameter '\(parameter.name.value)'",
                at: parameter.name.position, proposal: "{\(parameter.name.value)}")
        }
        checkValues(draft, usedAround: usedAround)
        checkVariation(draft)
        if let dataset = draft.dataset, used.isDisjoint(with: CommandTemplate.dataPlaceholders) {
            report(
                "no placeholder of 'command' uses the dataset", at: dataset.field.position,
                proposal: "{input}")
        }
    }

    private func checkPipelineCommands(_ draft: ScenarioDraft) {
        guard case .pipeline? = draft.job else { return }
        for command in (draft.strategies ?? []).compactMap(\.command) {
            report(
                "a strategy of a pipeline can't have a 'command': the pipeline's worker runs it",
                at: command.field.position)
        }
    }

    private static let reserved = CommandTemplate.Placeholder.allCases.map(\.rawValue)

    private func checkReservedNames(_ draft: ScenarioDraft) {
        let reserved = Self.reserved
        for parameter in draft.allParameters where reserved.contains(parameter.name.value) {
            report(
                "parameter '\(parameter.name.value)' has the name of a built-in placeholder",
                at: parameter.name.position)
        }
    }

    /// Reports placeholders that are neither built in nor named like a parameter.
    func checkPlaceholders(of arguments: [Located<String>], draft: ScenarioDraft) {
        let known = (Self.reserved + draft.allParameters.map(\.name.value)).map { "{\($0)}" }
        for argument in arguments {
            for name in CommandTemplate.placeholders(in: argument.value)
            where !known.contains("{\(name)}") {
                reportUnknown(
                    "placeholder", named: "{\(name)}", at: argument.position, known: known)
            }
        }
    }

    /// Reports placeholders that have a value for some strategies only, but are used by others.
    private func checkValues(_ draft: ScenarioDraft, usedAround: Set<String>) {
        for strategy in draft.strategies ?? [] {
            guard let command = strategy.command ?? draft.sharedCommand else { continue }
            checkValues(
                of: strategy, in: draft, used: command.placeholders.union(usedAround),
                key: command.field.path)
        }
    }

    /// Reports placeholders outside the command that some strategies have no value for.
    ///
    /// - Parameter key: The key that uses the placeholders, for messages.
    func checkValues(_ draft: ScenarioDraft, used: Set<String>, key: String) {
        for strategy in draft.strategies ?? [] {
            checkValues(of: strategy, in: draft, used: used, key: key)
        }
    }

    private func checkValues(
        of strategy: ScenarioDraft.Strategy, in draft: ScenarioDraft, used: Set<String>, key: String
    ) {
        let shared = draft.parameters.map(\.name.value)
        let partial = Set(draft.allParameters.map(\.name.value)).subtracting(shared)
        let missing = partial.intersection(used).subtracting(strategy.parameters.map(\.name.value))
        for name in missing.sorted() {
            report(
                "strategy '\(strategy.name.value)' has no value for {\(name)}, which '\(key)' uses",
                at: strategy.name.position, proposal: "parameters: { \(name): […] }")
        }
    }

    /// Reports commands that are the same in several cells, which leaves nothing to compare.
    private func checkVariation(_ draft: ScenarioDraft) {
        let sharing = (draft.strategies ?? []).filter { $0.command == nil }
        let ownParameters = sharing.flatMap(\.parameters).map(\.name.value)
        if let shared = draft.sharedCommand, sharing.count > 1,
            shared.placeholders.isDisjoint(with: ownParameters + ["strategy"])
        {
            report(
                "'command' is the same for all \(sharing.count) strategies: it has no {strategy}",
                at: shared.field.position)
        }
        guard let scales = draft.scales, scales.count > 1 else { return }
        for command in draft.commands
        where command.placeholders.isDisjoint(
            with: CommandTemplate.dataPlaceholders.union(["scale"]))
        {
            report(
                "'\(command.field.path)' is the same at all \(scales.count) scales: it has neither"
                    + " {scale} nor {input}", at: command.field.position)
        }
    }
}
