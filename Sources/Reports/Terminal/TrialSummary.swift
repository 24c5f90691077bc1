package import MemoryBudget

/// What `membudget run -- COMMAND` says on standard error when the command has ended.
///
/// One trial or several of the same command; at most twenty lines, aligned, the answer first.
package struct TrialSummary: Sendable {
    private let trials: [Observation]
    private let style: Style
    private let width: Int
    private let end: ThreadSentence?

    /// Creates a summary, as wide as the style says. Default: without colours.
    ///
    /// - Parameter end: Where a command without a profile was when it died.
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

    /// The whole summary; ends with a newline.
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

    /// Where the values of rows begin.
    private static let endColumn = 18

    private func endRows(width: Int) -> [TrialFacts.Row] {
        guard let end else { return [] }
        let lines = TextWrap.lines(end.text, width: width)
        let advice = "'membudget run --profile DIR' says who held the memory"
        return lines.enumerated().map { index, line in
            TrialFacts.Row(label: index == 0 ? "at its end" : "", value: line)
        } + [TrialFacts.Row(label: "call sites", value: advice)]
    }
}
