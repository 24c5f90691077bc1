package import MemoryBudget

/// A parser that turns the text of a scenario file into a scenario, or into all of its mistakes.
///
/// ```swift
/// let text = "scenario: sort\ncommand: [sort, /etc/passwd]\nbudget: { peak-rss: 64MiB }\n"
/// let scenario = try ScenarioParser().parse(text, path: "sort.yaml")
/// print(scenario.name, scenario.strategies.count)
/// ```
package struct ScenarioParser: Sendable {
    /// The names that scenarios may refer to; `nil` accepts every name.
    package var catalog: ScenarioCatalog?

    /// The maximum size of a scenario file, in bytes.
    static let bytesMaximum = 1 << 20
    /// One byte more than the maximum, so that a file that is too large is recognized.
    static let readMaximum = bytesMaximum + 1

    /// Creates a parser; without a catalog, names of pipelines, strategies and kinds aren't
    /// checked.
    package init(catalog: ScenarioCatalog? = nil) {
        self.catalog = catalog
    }

    /// Parses the text of a scenario file.
    ///
    /// - Parameters:
    ///   - text: The YAML of the file.
    ///   - path: The path of the file as given by the user, for diagnostics.
    /// - Throws: ``InvalidScenario`` with every mistake, by line and column.
    package func parse(_ text: String, path: String) throws(InvalidScenario) -> Scenario {
        try parse(text, path: path, expectedName: nil)
    }

    /// Parses the bytes of a file, which may be invalid UTF-8 or binary.
    ///
    /// - Parameter expectedName: The name that the scenario must have; `nil` for any name.
    package func parse(
        bytes: [UInt8], path: String, expectedName: String?
    ) throws(InvalidScenario) -> Scenario {
        guard !bytes.contains(0) else {
            // The diagnostic quotes no line, because binary text is unreadable.
            throw InvalidScenario([
                SourceText(file: path, text: "").diagnostic(
                    "a binary file, not a scenario", at: .start)
            ])
        }
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
                source.diagnostic("larger than 1 MiB, so not a scenario", at: .start)
            ])
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw InvalidScenario([
                source.diagnostic(
                    "the file is empty; 'membudget init' writes a scenario to start from",
                    at: .start)
            ])
        }
        let document = try YAMLDocument(composing: source)
        let reader = ScenarioReader(source)
        let draft = reader.draft(of: document.root)
        if let draft { check(draft, by: reader, expectedName: expectedName) }
        guard reader.diagnostics.isEmpty, var scenario = draft?.scenario(path: path) else {
            throw InvalidScenario(reader.diagnostics)
        }
        scenario.text = text
        return scenario
    }

    /// Reports the mistakes that involve several sections.
    private func check(_ draft: ScenarioDraft, by reader: ScenarioReader, expectedName: String?) {
        reader.checkName(draft, expected: expectedName)
        reader.checkBudgets(draft)
        reader.checkGates(draft)
        reader.checkChanges(draft)
        reader.checkCommand(draft)
        reader.checkOwnData(draft)
        reader.checkSurroundings(draft)
        reader.checkVerification(draft)
        if let catalog { reader.checkNames(draft, against: catalog) }
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
