/// A look at a text for what a continuous integration system takes for a command in a log: `::name`
/// where a line begins, and `##[name]` or `##vso[name]` anywhere.
struct LogMarks {
    private enum State {
        /// Only white space and colours since the line began.
        case lineStart
        /// Within the escape of a colour.
        case colour
        case colon
        case text
        case hash
        /// Two or more.
        case hashes
        /// Letters after them.
        case word
    }

    private var state = State.lineStart

    /// True if a scalar makes a command of the text before it; it has to be written otherwise.
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

/// Lines that go to a terminal or the log of a job, in which nothing is taken for a command.
///
/// - Parameter text: Colours of ours stay; what others wrote in it must be visible already.
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
