import MemoryBudget

extension ScenarioReader {
    /// The keys of a scenario, in the usual order.
    private static let keys = [
        "scenario", "about", "pipeline", "command", "dataset", "verify", "unit", "env", "cwd",
        "setup",
        "cleanup", "baseline-class", "scales", "budget", "trials", "timeout", "cpus", "allocator",
        "parameters",
        "strategies", "gate",
        "changes",
    ]

    /// Reads every section; returns `nil` if the file contains no mapping.
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

    /// Reads the scenario's name, which is also the name of a file and of a folder.
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
                "a scenario's name contains only a-z, 0-9 and '-', not '\(text.value)'",
                at: text.position, proposal: ScenarioName.nearest(to: text.value))
            return nil
        }
        return text
    }

    /// Reports a name that differs from that of the file, because scenarios are found by file name.
    func checkName(_ draft: ScenarioDraft, expected: String?) {
        guard let expected, let name = draft.name, name.value != expected else { return }
        report(
            "the scenario is named '\(name.value)', but its file '\(expected)'", at: name.position,
            proposal: ScenarioName.isValid(expected) ? expected : nil)
    }

    /// Reads the maximum duration of a trial.
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

    /// Reads the job: either `pipeline` or `command`, or a command for every strategy.
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

    /// Reads a program and its arguments.
    func words(_ field: Field) -> ScenarioDraft.Command? {
        commandWords(field, example: "[python3, import.py, \"{input}\"]").map {
            ScenarioDraft.Command(arguments: $0, field: field)
        }
    }

    /// Reads a program and its arguments, and reports a missing program.
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

    /// Reads the scales and sorts them; reports duplicate sizes, even if they are written
    /// differently.
    private func scales(_ field: Field) -> [Located<Scale>]? {
        guard let texts = texts(field, example: "[10k, 25k, 60k]") else { return nil }
        var scales: [Located<Scale>] = []
        for text in texts {
            guard let scale = quantity(text, parse: Scale.init(parsing:)) else { continue }
            if scale.units < 1 {
                report("a scale must be at least 1, not '\(text.value)'", at: text.position)
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
    /// Reports the missing sections that this kind of job requires.
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

/// The rules for scenario names.
enum ScenarioName {
    /// The maximum length in bytes, because files and folders are named after the scenario.
    static let lengthMaximum = 200

    /// Returns whether a name contains only `a-z`, `0-9` and `-`, and doesn't start with a hyphen.
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("-") && name.unicodeScalars.allSatisfy(isAllowed)
    }

    /// Returns a valid name made from any text; `nil` if no character of it can be used.
    static func nearest(to text: String) -> String? {
        let words = text.lowercased().unicodeScalars.split { !isAllowed($0) || $0 == "-" }
        return words.isEmpty ? nil : words.map { String($0) }.joined(separator: "-")
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
    }
}
