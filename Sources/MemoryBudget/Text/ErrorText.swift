/// The part of a program's standard error that says what went wrong.
package enum ErrorText {
    /// More lines than these explain nothing.
    private static let linesMaximum = 12

    /// The one line that names the error: that of the last stack trace if there is one, or else the last
    /// line that isn't blank. Nil if nothing was written.
    ///
    /// Python and Ruby end with it; Node, Java and Go print the stack below it.
    package static func line(of text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline).filter { !isBlank($0) }
        guard let last = lines.last else { return nil }
        let trace = lines.lastIndex { isFrame($0) }
        // Far above the end it is of something else.
        guard let trace, !isPythonFrame(lines[trace]), lines.count - trace <= 3 else {
            return String(last)
        }
        // Upwards through the frames to the line that they belong to.
        let head = lines[..<trace].last { !isFrame($0) }
        return String(head ?? last)
    }

    /// The last lines, at most twelve, from the line that names the error if it stands further up.
    package static func tail(of text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).filter { !isBlank($0) }
        var kept = Array(lines.suffix(linesMaximum))
        if let line = line(of: text), !kept.contains(where: { $0 == line }) {
            kept[0] = Substring(line)
        }
        return kept.joined(separator: "\n")
    }

    private static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

    /// A line of a stack trace: Node's and Java's `at`, Python's `File`.
    private static func isFrame(_ line: Substring) -> Bool {
        let words = line.drop(while: \.isWhitespace)
        guard words.startIndex > line.startIndex else { return false }
        return words.hasPrefix("at ") || isPythonFrame(line)
    }

    private static func isPythonFrame(_ line: Substring) -> Bool {
        line.drop(while: \.isWhitespace).hasPrefix("File \"")
    }
}
