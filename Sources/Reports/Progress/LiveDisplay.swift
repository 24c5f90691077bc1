/// A line on a terminal that is redrawn in place, below permanent lines.
///
/// ```swift
/// var display = LiveDisplay()
/// print(display.draw("[7/33] running", columns: 80), terminator: "")
/// print(display.stay("[7/33] done", columns: 80), terminator: "")
/// ```
///
/// It returns the text to write, so that it can be tested without a terminal.
package struct LiveDisplay: Sendable {
    /// The text that is drawn now; empty if none is.
    private var shown = ""
    private var shownWidth = 0

    /// Creates a display with nothing drawn.
    package init() {}

    /// Returns the text that draws a line over the previous one.
    ///
    /// - Parameters:
    ///   - line: The line, at most `columns - 1` wide: one more column would make the terminal
    ///       wrap.
    ///   - columns: The current width of the terminal, which may have changed.
    /// - Returns: The text to write; empty if the line is already shown.
    package mutating func draw(_ line: String, columns: Int) -> String {
        let lost = wrappedRows(columns)
        guard line != shown || lost > 0 else { return "" }
        shown = line
        shownWidth = Style.columns(of: line)
        // The rest of a longer line is erased after drawing, which avoids flicker.
        return start(lost) + line + "\u{1B}[K"
    }

    /// Returns the text that writes a permanent line in place of the drawn one.
    package mutating func stay(_ line: String, columns: Int) -> String {
        clear(columns: columns) + line + "\n"
    }

    /// Returns the text that removes the drawn line.
    package mutating func clear(columns: Int) -> String {
        guard !shown.isEmpty else { return "" }
        let lost = wrappedRows(columns)
        shown = ""
        shownWidth = 0
        return start(lost) + "\u{1B}[K"
    }

    /// Returns the rows above the cursor that a line takes if the terminal was narrowed, which
    /// wraps it.
    private func wrappedRows(_ columns: Int) -> Int {
        guard columns > 0, shownWidth > columns else { return 0 }
        return (shownWidth - 1) / columns
    }

    private func start(_ lostRows: Int) -> String {
        lostRows > 0 ? "\r\u{1B}[\(lostRows)A\u{1B}[J" : "\r"
    }
}
