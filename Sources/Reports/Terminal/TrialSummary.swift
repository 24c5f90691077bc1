package import MemoryBudget

/// The summary that `membudget run -- COMMAND` prints on standard error when the command has ended.
///
/// It covers one trial or several of the same command, in at most twenty lines, the answer first.
///
/// ```swift
/// import MemoryBudget
/// func show(_ trials: [Observation]) {
///     print(TrialSummary(trials, width: 80).text)
/// }
/// ```
package struct TrialSummary: Sendable {
    private let trials: [Observation]
    private let style: Style
    private let width: Int
    private let end: ThreadSentence?

    /// Creates a summary; by default without colours, as wide as the style.
    ///
    /// - Parameter end: The positions of a command's threads at its death, if it was not profiled.
    package init(
        _ trials: [Observation], end: ThreadSentence? = nil, style: Style = .plain,
        width: Int? = nil
    ) {
        let width = width ?? style.columns
        precondition(!trials.isEmpty, "a summary needs a trial")
        precondition(width >= 60, "a summary needs 60 columns")
        self.trials = trials
        self.style = style
        self.width = width
        self.end = end
    }

    /// The whole summary, ending with a newline.
    package var text: String {
        let facts = TrialFacts(trials)
        let head = TextWrap.lines(TerminalText.visible(facts.sentence.text), width: width)
            .prefix(4).map { style.paint($0, facts.sentence.tone) }
        let rows = facts.rows + endRows(width: width - Self.endColumn)
        let labels = rows.map { TextWidth.columns($0.label) }.max() ?? 0
        let body = rows.map { row in
            let pad = String(repeating: " ", count: labels - TextWidth.columns(row.label))
            let value = TextWrap.cut(TerminalText.visible(row.value), width: width - labels - 4)
            return "  \(style.paint(row.label, .faint))\(pad)  \(value)"
        }
        return (head + body).joined(separator: "\n") + "\n"
    }

    /// The column in which the values of rows begin.
    private static let endColumn = 18

    private func endRows(width: Int) -> [TrialFacts.Row] {
        guard let end else { return [] }
        let lines = TextWrap.lines(end.text, width: width)
        let advice = "'membudget run --profile DIR' shows what held the memory"
        return lines.enumerated().map { index, line in
            TrialFacts.Row(label: index == 0 ? "at its end" : "", value: line)
        } + [TrialFacts.Row(label: "call sites", value: advice)]
    }
}
