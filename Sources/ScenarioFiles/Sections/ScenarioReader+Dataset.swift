extension ScenarioReader {
    /// The kind of data, its seed and its parameters.
    func dataset(_ field: Field) -> ScenarioDraft.Dataset? {
        guard
            let fields = fields(
                field, known: ["kind", "seed", "parameters"], example: "{ kind: csv-rows }")
        else { return nil }
        return ScenarioDraft.Dataset(
            field: field,
            kind: required("kind", in: fields).flatMap(text),
            seed: fields["seed"].flatMap { number($0, in: UInt64.min...UInt64.max) } ?? 42,
            parameters: fields["parameters"].map(datasetParameters) ?? [])
    }

    private func datasetParameters(_ field: Field) -> [(name: Located<String>, value: String)] {
        (names(field, example: "{ name: value }")?.all ?? []).compactMap { parameter in
            text(parameter).map { (parameter.locatedName, $0.value) }
        }
    }
}
