internal import MemoryBudget

/// Text from outside made fit for one line of a report.
enum TerminalText {
    /// The text with what would move the cursor, colour the screen, turn the text round or be unseen
    /// as an escape, `\n` or `\u{1B}`; everything else stays.
    static func visible(_ text: String) -> String { VisibleText.line(text) }
}
