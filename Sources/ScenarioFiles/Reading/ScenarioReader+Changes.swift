import MemoryBudget

extension ScenarioReader {
    private static let changesKeys = ["base", "parameter", "claim", "each"]
    private static let changesExample =
        "{ base: original, parameter: fixes, each: { 1: { name: streaming } } }"
    private static let eachExample = "{ 1: { name: streaming, claim: 50 % } }"

    /// Reads the changes whose effects are shown, alone and together.
    func changes(_ field: Field) -> ScenarioDraft.Changes? {
        guard
            let fields = fields(field, known: Self.changesKeys, example: Self.changesExample)
        else { return nil }
        let base = required("base", in: fields).flatMap(text)
        let parameter = required("parameter", in: fields).flatMap(text)
        let each = required("each", in: fields)
            .flatMap { names($0, example: Self.eachExample)?.all }?.compactMap(change)
        guard let base, let parameter, let each else { return nil }
        return ScenarioDraft.Changes(
            base: base, parameter: parameter, claim: fields["claim"].flatMap(text)?.value,
            each: each)
    }

    private func change(_ field: Field) -> Located<Changes.Change>? {
        let isName = Changes.keys(in: field.name) == [field.name] && !field.name.isEmpty
        if !isName {
            report(
                "'\(field.name)' can't be the name of a change, because values of the parameter"
                    + " join changes with commas", at: field.position)
        }
        var change = Changes.Change(key: field.name)
        if case .null = field.value.content {
            return isName ? Located(value: change, position: field.position) : nil
        }
        let example = "{ name: streaming, claim: 50 % }"
        guard let fields = fields(field, known: ["name", "claim"], example: example), isName else {
            return nil
        }
        change.name = fields["name"].flatMap(text)?.value ?? field.name
        change.claim = fields["claim"].flatMap(text)?.value
        return Located(value: change, position: field.position)
    }

    /// Checks the changes against the strategies and the parameter that they refer to.
    func checkChanges(_ draft: ScenarioDraft) {
        guard let changes = draft.changes, let strategies = draft.strategies else { return }
        let known = strategies.map(\.name.value)
        if !known.contains(changes.base.value) {
            reportUnknown(
                "strategy", named: changes.base.value, at: changes.base.position, known: known)
        }
        let parameters = draft.allParameters.filter { $0.name.value == changes.parameter.value }
        guard !parameters.isEmpty else {
            return reportUnknown(
                "parameter", named: changes.parameter.value, at: changes.parameter.position,
                known: draft.allParameters.map(\.name.value).uniqued())
        }
        let own = strategies.first { $0.name.value == changes.base.value }?.parameters ?? []
        checkBase(changes, in: draft, own: own)
        for parameter in parameters { checkCombinations(parameter.values, of: changes) }
        let used = Set(parameters.flatMap(\.values).flatMap { Changes.keys(in: $0.value) })
        for change in changes.each where !used.contains(change.value.key) {
            report(
                "no value of parameter '\(changes.parameter.value)' contains change"
                    + " '\(change.value.key)'", at: change.position,
                proposal: "\(changes.parameter.value): [\"\(change.value.key)\"]")
        }
    }

    /// Reports a base whose variants all have changes; one must have none.
    private func checkBase(
        _ changes: ScenarioDraft.Changes, in draft: ScenarioDraft, own: [ScenarioDraft.Parameter]
    ) {
        let name = changes.parameter.value
        let values =
            (own.first { $0.name.value == name }
            ?? draft.parameters.first { $0.name.value == name })?.values
        guard let values, !values.contains(where: { $0.value.isEmpty }) else { return }
        report(
            "every variant of the base '\(changes.base.value)' has changes, but one must have none",
            at: changes.base.position, proposal: "\(name): [\"\"]")
    }

    private func checkCombinations(
        _ values: [Located<String>], of changes: ScenarioDraft.Changes
    ) {
        let known = changes.each.map(\.value.key)
        var seen: [Set<String>: String] = [:]
        for value in values where !value.value.isEmpty {
            let keys = Changes.keys(in: value.value)
            for key in keys.uniqued() where !known.contains(key) {
                reportUnknown("change", named: key, at: value.position, known: known)
            }
            if Set(keys).count < keys.count {
                report("'\(value.value)' contains a change twice", at: value.position)
            } else if let first = seen.updateValue(value.value, forKey: Set(keys)) {
                report(
                    "'\(value.value)' has the same changes as '\(first)'", at: value.position)
            }
        }
    }
}
