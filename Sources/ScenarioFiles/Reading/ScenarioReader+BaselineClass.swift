import MemoryBudget

extension ScenarioReader {
    private static let baselineClassExample = "[python3, --version]"

    /// Reads the class of baselines: a name, or a command that prints it.
    func baselineClass(_ field: Field) -> BaselineClass? {
        if case .scalar = field.value.content { return text(field).flatMap(baselineName) }
        guard let words = commandWords(field, example: Self.baselineClassExample) else {
            return nil
        }
        checkPlaceholders(of: words, known: [.here, .libexec])
        return .command(words.map(\.value))
    }

    private func baselineName(_ text: Located<String>) -> BaselineClass? {
        guard let name = BaselineClass.normalized(text.value), !text.value.contains("\n") else {
            report(
                "'baseline-class' is \(BaselineClass.rule), or a command that ends with such a line",
                at: text.position, proposal: Self.baselineClassExample)
            return nil
        }
        return .name(name)
    }
}
