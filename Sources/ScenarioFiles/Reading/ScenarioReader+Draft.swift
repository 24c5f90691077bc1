import MemoryBudget

extension ScenarioReader {
    /// The keys that a scenario may have, in the order in which people write them.
    private static let keys = [
        "scenario", "about", "pipeline", "command", "dataset", "verify", "unit", "env", "cwd",
        "setup",
        "cleanup", "baseline-class", "scales", "budget", "trials", "timeout", "cpus", "allocator",
        "parameters",
        "strategies", "gate",
        "changes",
    ]

    /// Reads every section; nil if the file holds no mapping at all.
    func draft(of root: YAMLNode?) -> ScenarioDraft? {
        guard
            let fields = fields(root: root, known: Self.keys, example: "scenario: csv-ingest")
        else { return nil }
        let strategies = fields["strategies"].flatMap(strategies)
        let job = job(fields, strategies: strategies ?? [])
        return ScenarioDraft(
            name: required("scenario", in: fields).flatMap(scenarioName),
            about: fields["about"].flatMap(text)?.value ?? "",
            job: job,
            dataset: fields["dataset"].flatMap(dataset),
            unit: fields["unit"].flatMap(unit),
            surroundings: surroundings(fields),
            scales: fields["scales"].flatMap(scales),
            budget: fields["budget"].flatMap(locatedBudget),
            trials: fields["trials"].flatMap { number($0, in: 1...1000) } ?? 3,
            timeout: fields["timeout"].flatMap(timeout),
            processorCount: fields["cpus"].flatMap { number($0, in: 1...4096) },
            allocator: fields["allocator"].flatMap(allocator),
            parameters: fields["parameters"].map(parameters) ?? [],
            strategies: strategies,
            gate: fields["gate"].map(gate),
            changes: fields["changes"].flatMap(changes),
            verification: fields["verify"].flatMap(verification),
            baselineClass: fields["baseline-class"].flatMap(baselineClass),
            sections: Set(fields.all.map(\.name)),
            position: fields.position
        ).reportingMissing(in: fields, to: self)
    }

    private func allocator(_ field: Field) -> Allocator? {
        choice(field, as: "allocator", of: Allocator.self)
    }

    /// The scenario's name, which is also a file's and a directory's.
    private func scenarioName(_ field: Field) -> Located<String>? {
        guard let text = text(field) else { return nil }
        guard text.value.utf8.count <= ScenarioName.lengthMaximum else {
            report(
                "a scenario's name has at most \(ScenarioName.lengthMaximum) characters, not"
                    + " \(grouped(text.value.count))", at: text.position)
            return nil
        }
        guard ScenarioName.isValid(text.value) else {
            report(
                "a scenario's name holds only a-z, 0-9 and '-', not '\(text.value)'",
                at: text.position, proposal: ScenarioName.nearest(to: text.value))
            return nil
        }
        return text
    }

    /// A scenario is found by the name of its file: the name in it must be the same.
    func checkName(_ draft: ScenarioDraft, expected: String?) {
        guard let expected, let name = draft.name, name.value != expected else { return }
        report(
            "the scenario is named '\(name.value)', but its file '\(expected)'", at: name.position,
            proposal: ScenarioName.isValid(expected) ? expected : nil)
    }

    /// How long a trial may take.
    private func timeout(_ field: Field) -> Duration? {
        guard let text = text(field), let timeout = quantity(text, parse: TimeSpan.parse) else {
            return nil
        }
        guard timeout > .zero else {
            report("'\(field.path)' must be greater than zero", at: text.position)
            return nil
        }
        return timeout
    }

    /// The job: exactly one of `pipeline` and `command`, or a command for every strategy.
    private func job(
        _ fields: Fields, strategies: [ScenarioDraft.Strategy]
    ) -> ScenarioDraft.Job? {
        switch (fields["pipeline"], fields["command"]) {
        case (let pipeline?, nil):
            return text(pipeline).map { .pipeline($0) }
        case (nil, let command?):
            return words(command).map { .command($0.arguments, $0.field) }
        case (_?, let command?):
            report(
                "a scenario runs a pipeline or a command, not both", at: command.position)
        case (nil, nil):
            let own = strategies.compactMap(\.command)
            if own.count == strategies.count, let first = own.first {
                return .command(first.arguments, first.field)
            }
            report("missing 'pipeline' or 'command' in \(fields.title)", at: fields.position)
        }
        return nil
    }

    /// A program and its arguments.
    func words(_ field: Field) -> ScenarioDraft.Command? {
        commandWords(field, example: "[python3, import.py, \"{input}\"]").map {
            ScenarioDraft.Command(arguments: $0, field: field)
        }
    }

    /// A program and its arguments, at least the program.
    func commandWords(_ field: Field, example: String) -> [Located<String>]? {
        if case .scalar(let line) = field.value.content {
            let words =
                (try? ShellWordReader.words(of: line))
                ?? line.split(separator: " ").map(String.init)
            report(
                "'\(field.path)' must be a list of the program and its arguments; no shell splits it",
                at: field.value.position, proposal: YAMLText.flowList(words))
            return nil
        }
        guard let arguments = texts(field, example: example), let program = arguments.first else {
            return nil
        }
        if program.value.isEmpty {
            report("'\(field.path)' names no program", at: program.position)
        }
        return arguments
    }

    /// The scales, ascending; two of the same size are a mistake, however they are written.
    private func scales(_ field: Field) -> [Located<Scale>]? {
        guard let texts = texts(field, example: "[10k, 25k, 60k]") else { return nil }
        var scales: [Located<Scale>] = []
        for text in texts {
            guard let scale = quantity(text, parse: Scale.init(parsing:)) else { continue }
            if scale.units < 1 {
                report("a scale is at least 1, not '\(text.value)'", at: text.position)
            } else if let first = scales.first(where: { $0.value.units == scale.units }) {
                report(
                    "duplicate scale '\(text.value)', first given as '\(first.value.label)'"
                        + " on line \(first.position.line)", at: text.position)
            } else {
                scales.append(Located(value: scale, position: text.position))
            }
        }
        return scales.sorted { $0.value < $1.value }
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
        case .command where fields["scales"] == nil:
            let used = commandPlaceholders
            if used.contains("scale")
                || (!CommandTemplate.dataPlaceholders.isDisjoint(with: used)
                    && fields["dataset"] != nil)
            {
                _ = reader.required("scales", in: fields)
            }
        case .command, nil:
            break
        }
        return self
    }
}

/// What a scenario may be called.
enum ScenarioName {
    /// A file and a directory bear the name, with an ending.
    static let lengthMaximum = 200

    /// Whether a name holds only `a-z`, `0-9` and `-`, and starts with none of these hyphens.
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("-") && name.unicodeScalars.allSatisfy(isAllowed)
    }

    /// A valid name made from any text; nil if nothing of it can be used.
    static func nearest(to text: String) -> String? {
        let words = text.lowercased().unicodeScalars.split { !isAllowed($0) || $0 == "-" }
        return words.isEmpty ? nil : words.map { String($0) }.joined(separator: "-")
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
    }
}
