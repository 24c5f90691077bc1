/// A line on a terminal that is drawn over itself, below lines that stay.
///
/// A value that returns what is to be written, so that it is tested without a terminal.
package struct LiveDisplay: Sendable {
    /// The text that stands there; empty for none.
    private var shown = ""
    private var shownWidth = 0

    /// Nothing is drawn yet.
    package init() {}

    /// Draws a line in the place of the one before.
    ///
    /// - Parameters:
    ///   - line: At most `columns - 1` columns wide: one more would make the terminal wrap.
    ///   - columns: The columns of the terminal now, which may have changed.
    /// - Returns: What is to be written; empty if the line stands there already.
    package mutating func draw(_ line: String, columns: Int) -> String {
        let lost = wrappedRows(columns)
        guard line != shown || lost > 0 else { return "" }
        shown = line
        shownWidth = Style.columns(of: line)
        // What is left of a longer line is erased after drawing, so that nothing flickers.
        return start(lost) + line + "\u{1B}[K"
    }

    /// Writes a line that stays; what was drawn is gone.
    package mutating func stay(_ line: String, columns: Int) -> String {
        clear(columns: columns) + line + "\n"
    }

    /// Takes the drawn line away.
    package mutating func clear(columns: Int) -> String {
        guard !shown.isEmpty else { return "" }
        let lost = wrappedRows(columns)
        shown = ""
        shownWidth = 0
        return start(lost) + "\u{1B}[K"
    }

    /// Rows above the cursor that a line took when the terminal was made narrower: it was wrapped then.
    private func wrappedRows(_ columns: Int) -> Int {
        guard columns > 0, shownWidth > columns else { return 0 }
        return (shownWidth - 1) / columns
    }

    private func start(_ lostRows: Int) -> String {
        lostRows > 0 ? "\r\u{1B}[\(lostRows)A\u{1B}[J" : "\r"
    }
}
