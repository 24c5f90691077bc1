import MemoryBudget

extension ScenarioReader {
    /// The keys that a scenario may have, in the order in which people write them.
    private static let keys = [
        "scenario", "about", "pipeline", "command", "dataset", "scales", "budget", "trials",
        "timeout", "allocator", "parameters", "strategies", "gate",
    ]

    /// Reads every section; nil if the file holds no mapping at all.
    func draft(of root: YAMLNode?) -> ScenarioDraft? {
        guard
            let fields = fields(root: root, known: Self.keys, example: "scenario: csv-ingest")
        else { return nil }
        let job = job(fields)
        return ScenarioDraft(
            name: required("scenario", in: fields).flatMap(scenarioName),
            about: fields["about"].flatMap(text)?.value ?? "",
            job: job,
            dataset: fields["dataset"].flatMap(dataset),
            scales: fields["scales"].flatMap(scales),
            budget: fields["budget"].flatMap(locatedBudget),
            trials: fields["trials"].flatMap { number($0, in: 1...1000) } ?? 3,
            timeout: fields["timeout"].flatMap(timeout),
            allocator: fields["allocator"].flatMap {
                choice($0, "allocator", of: Allocator.self)
            },
            parameters: fields["parameters"].map(parameters) ?? [],
            strategies: fields["strategies"].flatMap(strategies),
            gate: fields["gate"].map(gate),
            sections: Set(fields.all.map(\.name)),
            position: fields.position
        ).reportingMissing(in: fields, to: self)
    }
}

extension ScenarioDraft {
    /// Reports the sections that this kind of job can't do without.
    fileprivate func reportingMissing(in fields: Fields, to reader: ScenarioReader) -> Self {
        switch job {
        case .pipeline:
            for name in ["dataset", "scales", "strategies"] {
                _ = reader.required(name, in: fields)
            }
        case .command(let arguments, _) where fields["scales"] == nil:
            let used = arguments.flatMap { CommandTemplate.placeholders(in: $0.value) }
            if used.contains("scale") || (used.contains("input") && fields["dataset"] != nil) {
                _ = reader.required("scales", in: fields)
            }
        case .command, nil:
            break
        }
        return self
    }
}
