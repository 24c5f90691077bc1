import MemoryBudget

extension ScenarioReader {
    /// Checks every name that a catalog can know.
    func checkNames(_ draft: ScenarioDraft, against catalog: ScenarioCatalog) {
        let kind = draft.dataset.flatMap { checkDataset($0, against: catalog) }
        guard case .pipeline(let name)? = draft.job else { return }
        guard let pipeline = catalog.pipelines.first(where: { $0.name == name.value }) else {
            guard catalog.isComplete else { return }
            reportUnknown(
                "pipeline", name.value, at: name.position, known: catalog.pipelines.map(\.name))
            return
        }
        let owner = "pipeline '\(pipeline.name)'"
        check(
            (draft.strategies ?? []).map(\.name), "strategy", of: owner,
            known: pipeline.strategies)
        check(
            draft.allParameters.map(\.name), "parameter", of: owner,
            known: pipeline.parameters.map(\.name))
        for parameter in draft.allParameters { checkValues(of: parameter, pipeline.parameters) }
        if let kind, !pipeline.datasetKinds.isEmpty, !pipeline.datasetKinds.contains(kind.value) {
            report(
                "\(owner) does not read '\(kind.value)'"
                    + " (it reads: \(pipeline.datasetKinds.joined(separator: ", ")))",
                at: kind.position)
        }
    }

    /// The kind, if the catalog knows it.
    private func checkDataset(
        _ dataset: ScenarioDraft.Dataset, against catalog: ScenarioCatalog
    ) -> Located<String>? {
        guard let name = dataset.kind else { return nil }
        guard let kind = catalog.datasetKinds.first(where: { $0.name == name.value }) else {
            reportUnknown(
                "dataset kind", name.value, at: name.position,
                known: catalog.datasetKinds.map(\.name))
            return nil
        }
        check(
            dataset.parameters.map(\.name), "parameter", of: "dataset kind '\(kind.name)'",
            known: kind.parameters)
        return name
    }

    private func checkValues(
        of parameter: ScenarioDraft.Parameter, _ known: [ScenarioCatalog.Parameter]
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
        _ names: [Located<String>], _ what: String, of owner: String, known: [String]
    ) {
        for name in names where !known.contains(name.value) {
            reportUnknown(what, name.value, of: owner, at: name.position, known: known)
        }
    }
}
