import MemoryBudget

extension ScenarioReader {
    /// A form of the `dataset` section: its main key, the keys that go with it, and an example.
    private struct DataForm {
        let name: String
        let others: [String]
    }

    private static let forms = [
        DataForm(name: "kind", others: ["seed", "parameters"]),
        DataForm(name: "file", others: ["repeat"]),
        DataForm(name: "files", others: []),
        DataForm(name: "command", others: []),
    ]
    private static let generatorExample = "[python3, gen.py, \"{scale}\", \"{output}\"]"

    /// Reads the dataset: a generated kind with its seed and parameters, or the user's own data.
    func dataset(_ field: Field) -> ScenarioDraft.Dataset? {
        let known = Self.forms.flatMap { [$0.name] + $0.others }
        guard let fields = fields(field, known: known, example: datasetExample(field)) else {
            return nil
        }
        var dataset = ScenarioDraft.Dataset(field: field, seed: 42, parameters: [])
        guard let form = form(of: fields) else { return dataset }
        checkOtherForms(than: form, in: fields)
        guard let field = fields[form.name] else { return dataset }
        switch form.name {
        case "file": readFile(field, repeats: fields["repeat"], into: &dataset)
        case "files": readFiles(field, into: &dataset)
        case "command": readCommand(field, into: &dataset)
        default:
            dataset.kind = text(field)
            dataset.seed =
                fields["seed"].flatMap { number($0, in: UInt64.min...UInt64.max) } ?? 42
            dataset.parameters = fields["parameters"].map(datasetParameters) ?? []
        }
        return dataset
    }

    /// Returns the form whose main key is present; reports a section without one.
    private func form(of fields: Fields) -> DataForm? {
        let named = fields.all.lazy.compactMap { field in
            Self.forms.first { $0.name == field.name }
        }.first
        if let named { return named }
        let hinted = Self.forms.first { form in form.others.contains { fields[$0] != nil } }
        report(
            hinted.map { "missing '\($0.name)' in \(fields.title)" }
                ?? "missing 'kind', 'file', 'files' or 'command' in \(fields.title)",
            at: fields.position)
        return nil
    }

    /// Reports the keys that belong to another form.
    private func checkOtherForms(than form: DataForm, in fields: Fields) {
        for field in fields.all where field.name != form.name && !form.others.contains(field.name) {
            if Self.forms.contains(where: { $0.name == field.name }) {
                report(
                    "\(fields.title) takes only one of 'kind', 'file', 'files' and 'command', and"
                        + " already has '\(form.name)'", at: field.position)
            } else if let owner = Self.forms.first(where: { $0.others.contains(field.name) }) {
                report(
                    "'\(field.path)' goes with '\(owner.name)', not with '\(form.name)'",
                    at: field.position)
            }
        }
    }

    private func readFile(
        _ field: Field, repeats: Field?, into dataset: inout ScenarioDraft.Dataset
    ) {
        let repeats = repeats.flatMap(flag) ?? false
        guard let path = path(field) else { return }
        dataset.own = .file(path.value, repeats: repeats)
        checkPlaceholders(of: [path], known: [.here])
    }

    private func readFiles(_ field: Field, into dataset: inout ScenarioDraft.Dataset) {
        guard let path = path(field) else { return }
        dataset.own = .files(path.value)
        checkPlaceholders(of: [path], known: [.scale, .here])
        if !CommandTemplate.placeholders(in: path.value).contains(OwnData.scale) {
            report(
                "'\(field.path)' names one file per scale, but has no {scale}; for a single file,"
                    + " use 'file'", at: path.position,
                proposal: "file: \(YAMLText.scalar(path.value))"
            )
        }
    }

    private func readCommand(_ field: Field, into dataset: inout ScenarioDraft.Dataset) {
        guard let words = commandWords(field, example: Self.generatorExample) else { return }
        dataset.own = .command(words.map(\.value))
        dataset.words = words
        checkPlaceholders(of: words, known: OwnData.commandPlaceholders)
        let used = words.flatMap { CommandTemplate.placeholders(in: $0.value) }
        if !used.contains(CommandTemplate.Placeholder.output.rawValue) {
            report(
                "'\(field.path)' has no {output}, the path to write the data to",
                at: field.position, proposal: Self.generatorExample)
        }
    }

    /// Reads a path of at least one character.
    func path(_ field: Field) -> Located<String>? {
        guard let path = text(field) else { return nil }
        guard !path.value.isEmpty, !path.value.contains("\0") else {
            report("'\(field.path)' is not a path", at: path.position)
            return nil
        }
        return path
    }

    /// Reports the placeholders that are not known here.
    func checkPlaceholders(
        of words: [Located<String>], known: [CommandTemplate.Placeholder]
    ) {
        let known = known.map { "{\($0.rawValue)}" }
        for word in words {
            for name in CommandTemplate.placeholders(in: word.value)
            where !known.contains("{\(name)}") {
                reportUnknown("placeholder", named: "{\(name)}", at: word.position, known: known)
            }
        }
    }

    private func datasetParameters(_ field: Field) -> [(name: Located<String>, value: String)] {
        (names(field, example: "{ name: value }")?.all ?? []).compactMap { parameter in
            text(parameter).map { (parameter.locatedName, $0.value) }
        }
    }

    /// Returns the proposal for a single word, which is probably a file or else a kind.
    private func datasetExample(_ field: Field) -> String {
        guard case .scalar(let text) = field.value.content,
            text.contains(where: { "./".contains($0) })
        else { return "{ kind: csv-rows }" }
        return "{ file: \(YAMLText.scalar(text)) }"
    }
}

extension ScenarioReader {
    /// Returns the kind of a pipeline's own file, which is always CSV; `nil` for other data.
    func fileKind(of draft: ScenarioDraft) -> Located<String>? {
        guard case .file? = draft.dataset?.own, let field = draft.dataset?.field else { return nil }
        return Located(value: "csv", position: field.position)
    }

    /// Checks the user's own data against the job and the scales.
    func checkOwnData(_ draft: ScenarioDraft) {
        guard let dataset = draft.dataset, let own = dataset.own else { return }
        switch (draft.job, own) {
        case (.pipeline, .files), (.pipeline, .command):
            report(
                "a pipeline can only read generated data, or the first records of one CSV file",
                at: dataset.field.position, proposal: "{ file: orders.csv }")
        default: break
        }
        let used = dataset.words.flatMap { CommandTemplate.placeholders(in: $0.value) }
        if case .command = own, (draft.scales ?? []).count > 1, !used.contains(OwnData.scale) {
            report(
                "'\(dataset.field.path).command' writes the same data at all"
                    + " \((draft.scales ?? []).count) scales: it has no {scale}",
                at: dataset.field.position)
        }
    }
}
