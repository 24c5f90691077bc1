package import MemoryBudget

/// What `membudget run -- COMMAND` says on standard error when the command has ended.
///
/// One trial or several of the same command; at most twenty lines, aligned, the answer first.
package struct TrialSummary: Sendable {
    private let trials: [Observation]
    private let style: Style
    private let width: Int

    /// Makes a summary; 100 columns, without colours unless told otherwise.
    package init(_ trials: [Observation], style: Style = .plain, width: Int = 100) {
        precondition(!trials.isEmpty, "a summary needs a trial")
        precondition(width >= 60, "a summary needs 60 columns")
        self.trials = trials
        self.style = style
        self.width = width
    }

    /// The whole summary; ends with a newline.
    package var text: String {
        let facts = TrialFacts(trials)
        let head = TextWrap.lines(TerminalText.visible(facts.sentence.text), width: width)
            .prefix(4).map { style.paint($0, facts.sentence.tone) }
        let labels = facts.rows.map { TextWidth.columns($0.label) }.max() ?? 0
        let body = facts.rows.map { row in
            let pad = String(repeating: " ", count: labels - TextWidth.columns(row.label))
            let value = TextWrap.cut(TerminalText.visible(row.value), width: width - labels - 4)
            return "  \(style.paint(row.label, .faint))\(pad)  \(value)"
        }
        return (head + body).joined(separator: "\n") + "\n"
    }
}
