package import MemoryBudget

/// Turns the text of a scenario file into a scenario, or into all of its mistakes at once.
package struct ScenarioParser: Sendable {
    /// What names are checked against; nil takes every name as it is.
    package var catalog: ScenarioCatalog?

    /// A file larger than this is no scenario.
    static let bytesMaximum = 1 << 20
    /// One byte more than is parsed, so that the parser can say that there is too much.
    static let readMaximum = bytesMaximum + 1

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
    package func parse(
        bytes: [UInt8], path: String, expectedName: String?
    ) throws(InvalidScenario) -> Scenario {
        guard !bytes.contains(0) else {
            // Nobody wants to see it.
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
                source.diagnostic("larger than 1 MiB: this is no scenario", at: .start)
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

    /// Reports what only shows when the sections are seen together.
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
