internal import MemoryBudget

/// Text from outside, made safe for one line of a report.
enum TerminalText {
    /// Returns the text with escapes such as `\n` or `\u{1B}` in place of characters that would
    /// move the cursor, colour the screen, reverse the text or be invisible.
    static func visible(_ text: String) -> String { VisibleText.line(text) }
}
