/// A scanner for text that continuous integration systems would take for a command in a log.
///
/// Commands are `::name` at the start of a line, and `##[name]` or `##vso[name]` anywhere.
struct LogMarks {
    private enum State {
        /// Only white space and colours since the start of the line.
        case lineStart
        /// Within an escape sequence for a colour.
        case colour
        case colon
        case text
        case hash
        /// Two or more hashes.
        case hashes
        /// Letters after hashes.
        case word
    }

    private var state = State.lineStart

    /// Returns whether a scalar completes the mark of a command, so that it has to be escaped.
    mutating func completes(_ scalar: Unicode.Scalar) -> Bool {
        let before = state
        state = Self.next(before, with: scalar)
        return before == .colon && scalar == ":"
            || (before == .hashes || before == .word) && scalar == "["
    }

    private static func next(_ state: State, with scalar: Unicode.Scalar) -> State {
        switch (state, scalar) {
        case (_, "\n"), (_, "\r"): .lineStart
        case (.hash, "#"), (.hashes, "#"): .hashes
        case (_, "#"): .hash
        case (.lineStart, "\u{1B}"): .colour
        case (.colour, _): scalar == "m" ? .lineStart : .colour
        case (.lineStart, ":"): .colon
        case (.lineStart, _) where scalar.properties.isWhitespace: .lineStart
        case (.hashes, _) where isName(scalar), (.word, _) where isName(scalar): .word
        default: .text
        }
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": true
        default: false
        }
    }
}

/// Returns lines for a terminal or a job's log, escaped so that nothing is taken for a command.
///
/// - Parameter text: Lines that may have colours; text from other sources must already be made
///   visible.
package func logText(_ text: String) -> String {
    var marks = LogMarks()
    return text.unicodeScalars.reduce(into: "") { result, scalar in
        if marks.completes(scalar) {
            result += VisibleText.escape(scalar)
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}
