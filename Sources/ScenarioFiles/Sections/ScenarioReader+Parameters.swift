import MemoryBudget

extension ScenarioReader {
    /// The parameters and the values they are run with, in the file's order.
    func parameters(_ field: Field) -> [ScenarioDraft.Parameter] {
        (names(field, example: "{ batch: [1000] }")?.all ?? []).compactMap(parameter)
    }

    private func parameter(_ field: Field) -> ScenarioDraft.Parameter? {
        let isName = CommandTemplate.isPlaceholderName(field.name)
        if !isName {
            report(
                "a parameter's name starts with a letter and holds only letters, digits, '-' and"
                    + " '_', not '\(field.name)'", at: field.position)
        }
        guard let texts = texts(field, example: "[1000]"), isName else { return nil }
        return ScenarioDraft.Parameter(
            name: field.locatedName, values: reportingDuplicates(texts, of: field))
    }

    private func reportingDuplicates(
        _ values: [Located<String>], of field: Field
    ) -> [Located<String>] {
        var seen: Set<String> = []
        for value in values where !seen.insert(value.value).inserted {
            report("duplicate value '\(value.value)' of '\(field.path)'", at: value.position)
        }
        return values
    }
}
