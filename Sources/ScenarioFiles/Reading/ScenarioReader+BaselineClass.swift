import MemoryBudget

extension ScenarioReader {
    private static let baselineClassExample = "[python3, --version]"

    /// The class of baselines: a name, or a command that prints it.
    func baselineClass(_ field: Field) -> BaselineClass? {
        if case .scalar = field.value.content { return text(field).flatMap(baselineName) }
        guard let words = commandWords(field, example: Self.baselineClassExample) else {
            return nil
        }
        checkPlaceholders(of: words, known: [.here, .libexec])
        return .command(words.map(\.value))
    }

    private func baselineName(_ text: Located<String>) -> BaselineClass? {
        guard text.value.contains(where: { !$0.isWhitespace }), !text.value.contains("\n"),
            text.value.count <= BaselineClass.lengthMaximum
        else {
            report(
                "'baseline-class' is one line of at most \(BaselineClass.lengthMaximum) characters, or a"
                    + " command whose last line it is", at: text.position,
                proposal: Self.baselineClassExample)
            return nil
        }
        return .name(text.value)
    }
}
