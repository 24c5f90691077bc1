internal import MemoryBudget

/// The lines of text of a chart: the title above the drawing, and the key below it.
struct ChartWords {
    /// The width of every chart, in pixels; narrow, so that text stays legible when it is scaled
    /// down.
    static let chartWidth = 400.0
    /// The maximum number of columns of a line of small text.
    private static let lineWidth = 46
    private static let lineHeight = 17.0
    private static let titleWidth = 38
    private static let titleHeight = 19.0
    private static let titleLinesMax = 2

    /// Returns the lines of a title; the last one is cut if there are too many.
    static func title(_ text: String) -> [String] {
        let lines = TextWrap.lines(TerminalText.visible(text), width: titleWidth)
        guard lines.count > titleLinesMax else { return lines }
        let last = TextWrap.cut(
            lines[(titleLinesMax - 1)...].joined(separator: " "), width: titleWidth)
        return lines.prefix(titleLinesMax - 1) + [last]
    }

    /// Returns the top of the drawing below a title, in pixels.
    static func bottom(of title: [String]) -> Double {
        28 + titleHeight * Double(max(0, title.count - 1))
    }

    static func draw(_ title: [String], on canvas: inout Canvas) {
        for (number, line) in title.enumerated() {
            canvas.text(line, 8, 21 + titleHeight * Double(number), .start, "head")
        }
    }

    /// Returns the lines below a drawing: the meaning of its marks, and a note on what is not
    /// drawn.
    static func key(_ entries: [String], note: String?) -> [String] {
        let entries = entries.filter { !$0.isEmpty }
        return TextWrap.lines(entries, width: lineWidth)
            + (note.map { TextWrap.lines($0, width: lineWidth) } ?? [])
    }

    /// Returns the height of the key, including the gap to the drawing.
    static func height(ofKey lines: [String]) -> Double {
        lines.isEmpty ? 10 : Double(lines.count) * lineHeight + 14
    }

    /// Draws the key at the bottom of the canvas.
    static func draw(key lines: [String], on canvas: inout Canvas) {
        for (number, line) in lines.reversed().enumerated() {
            canvas.text(
                line, 8, canvas.height - 9 - lineHeight * Double(number), .start, "faint small")
        }
    }
}
