package import MemoryBudget

/// Turns the text of a scenario file into a scenario, or into all of its mistakes at once.
package struct ScenarioParser: Sendable {
    /// What names are checked against; nil takes every name as it is.
    package var catalog: ScenarioCatalog?

    /// A file larger than this is no scenario.
    static let bytesMaximum = 1 << 20

    /// Makes a parser; without a catalog, names of pipelines, strategies and kinds aren't checked.
    package init(catalog: ScenarioCatalog? = nil) {
        self.catalog = catalog
    }

    /// Reads a scenario.
    ///
    /// - Parameters:
    ///   - text: The YAML of the file.
    ///   - path: The file as the user named it; diagnostics begin with it.
    /// - Throws: ``InvalidScenario`` with every mistake, by line and column.
    package func parse(_ text: String, path: String) throws(InvalidScenario) -> Scenario {
        try parse(text, path: path, expectedName: nil)
    }

    /// Reads the bytes of a file, which may be anything.
    ///
    /// - Parameter expectedName: The name that the scenario has to have; nil for any.
    func parse(
        bytes: [UInt8], path: String, expectedName: String?
    ) throws(InvalidScenario) -> Scenario {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let readable = String(decoding: bytes, as: UTF8.self)
            throw InvalidScenario([
                SourceText(file: path, text: readable).diagnostic(
                    "not valid UTF-8", at: Self.positionOfInvalidUTF8(in: bytes))
            ])
        }
        return try parse(text, path: path, expectedName: expectedName)
    }

    private func parse(
        _ text: String, path: String, expectedName: String?
    ) throws(InvalidScenario) -> Scenario {
        let source = SourceText(file: path, text: text)
        guard text.utf8.count <= Self.bytesMaximum else {
            throw InvalidScenario([
                source.diagnostic("larger than 1 MiB: this is no scenario", at: .start)
            ])
        }
        let document = try YAMLDocument(composing: source)
        let reader = ScenarioReader(source)
        let draft = reader.draft(of: document.root)
        if let draft {
            reader.checkName(draft, expected: expectedName)
            reader.checkBudgets(draft)
            reader.checkGates(draft)
            reader.checkCommand(draft)
            if let catalog { reader.checkNames(draft, against: catalog) }
        }
        guard reader.diagnostics.isEmpty, var scenario = draft?.scenario(path: path) else {
            throw InvalidScenario(reader.diagnostics)
        }
        scenario.text = text
        return scenario
    }

    private static func positionOfInvalidUTF8(in bytes: [UInt8]) -> Position {
        var position = Position.start
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if scalar == "\n" {
                position = Position(line: position.line + 1, column: 1)
            } else {
                position.column += 1
            }
        }
        return position
    }
}

extension ScenarioDraft {
    /// The scenario with its defaults; nil if a mistake was found in what it needs.
    ///
    /// A command that uses neither `{scale}` nor `{input}` may leave `scales` out and has one scale
    /// of 1 unit; one without `strategies` has one candidate named `command`.
    func scenario(path: String) -> Scenario? {
        guard let name = name?.value, let job else { return nil }
        let isPipeline: Bool
        let scenarioJob: Scenario.Job
        switch job {
        case .pipeline(let name):
            (isPipeline, scenarioJob) = (true, .pipeline(name.value))
        case .command(let arguments, _):
            (isPipeline, scenarioJob) = (false, .command(arguments.map(\.value)))
        }
        var scenario = Scenario(
            name: name, about: about, path: path, job: scenarioJob, dataset: dataset?.request,
            scales: scales?.map(\.value) ?? [Scale(units: 1)], budget: budget?.value,
            trials: trials,
            timeout: timeout, allocator: allocator ?? (isPipeline ? .jemalloc : .system),
            parameters: parameters.map(\.parameter),
            strategies: strategies?.map(\.strategy) ?? [.init(name: "command")])
        scenario.gate = gate?.rules ?? []
        scenario.lines = .init(name: self.name?.position.line, budget: budget?.position.line)
        return scenario
    }
}

extension ScenarioDraft.Parameter {
    var parameter: Scenario.Parameter { .init(name: name.value, values: values.map(\.value)) }
}

extension ScenarioDraft.Strategy {
    var strategy: Scenario.Strategy {
        var strategy = Scenario.Strategy(
            name: name.value, role: role, isDefault: isDefault, budget: budget?.value,
            parameters: parameters.map(\.parameter))
        strategy.gate = gate?.rules ?? []
        strategy.lines = .init(name: name.position.line, budget: budget?.position.line)
        return strategy
    }
}

extension ScenarioDraft.Gate {
    var rules: [GateRule] { promises.map { GateRule($0.promise, line: $0.position.line) } }
}

extension ScenarioDraft.Dataset {
    var request: Scenario.DatasetRequest? {
        kind.map { kind in
            let pairs = parameters.map { ($0.name.value, $0.value) }
            return .init(
                kind: kind.value, seed: seed,
                parameters: Dictionary(pairs) { first, _ in first })
        }
    }
}
