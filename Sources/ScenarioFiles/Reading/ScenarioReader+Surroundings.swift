import MemoryBudget

extension ScenarioReader {
    private static let commandExample = "[rm, -rf, \"{output}\"]"
    private static let unitLengthMaximum = 24
    /// The keys that a pipeline can't have, with the reasons.
    private static let commandKeys = [
        "unit": "a pipeline has its own unit", "env": "a worker needs no variables",
        "cwd": "a worker needs no folder", "setup": "a worker needs no preparation",
        "cleanup": "a worker leaves nothing behind",
        "baseline-class": "a pipeline's baselines are classed by how its worker was built",
    ]

    /// Reads the environment and folder of a command's trials, and the commands around each trial.
    func surroundings(_ fields: Fields) -> ScenarioDraft.Surroundings {
        if fields["pipeline"] != nil, fields["command"] == nil {
            for field in fields.all {
                guard let reason = Self.commandKeys[field.name] else { continue }
                report(
                    "'\(field.name)' is for scenarios with a 'command': \(reason)",
                    at: field.position)
            }
        }
        return ScenarioDraft.Surroundings(
            environment: fields["env"].map(environment) ?? [],
            folder: fields["cwd"].flatMap(path),
            setup: fields["setup"].flatMap { commandWords($0, example: Self.commandExample) } ?? [],
            cleanup: fields["cleanup"].flatMap { commandWords($0, example: Self.commandExample) }
                ?? [])
    }

    /// Reads the plural name of the units that a scale counts.
    func unit(_ field: Field) -> String? {
        guard let text = text(field) else { return nil }
        let isWord = text.value.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || " -_".unicodeScalars.contains($0)
        }
        guard isWord, (1...Self.unitLengthMaximum).contains(text.value.count) else {
            report(
                "'\(field.path)' must be a plural name of at most \(Self.unitLengthMaximum)"
                    + " letters, not '\(text.value)'", at: text.position, proposal: "rows")
            return nil
        }
        return text.value
    }

    /// Reads environment variables and their values, in the order of the file.
    private func environment(_ field: Field) -> [(name: Located<String>, value: String)] {
        let example = "{ TZ: UTC }"
        return (names(field, example: example)?.all ?? []).compactMap { variable in
            guard !variable.name.isEmpty, !variable.name.contains(where: { "=\0".contains($0) })
            else {
                report(
                    "'\(variable.name)' can't be the name of a variable", at: variable.position,
                    proposal: example)
                return nil
            }
            return text(variable).map { (variable.locatedName, $0.value) }
        }
    }

    /// Checks the placeholders of the folder; those of commands are checked with the command.
    func checkSurroundings(_ draft: ScenarioDraft) {
        if let folder = draft.surroundings.folder {
            checkPlaceholders(of: [folder], known: [.here])
        }
    }
}
