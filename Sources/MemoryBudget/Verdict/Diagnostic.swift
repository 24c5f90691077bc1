/// A mistake in a user's file, with its position and a proposed correction.
package struct Diagnostic: Hashable, Sendable, Error {
    /// The path of the file, as given by the user.
    package var file: String
    /// The 1-based line.
    package var line: Int
    /// The 1-based column, in characters.
    package var column: Int
    /// The mistake in one sentence, without a final full stop.
    package var message: String
    /// The likely intention, ready to type; `nil` if nothing is similar.
    package var proposal: String?
    /// The text of the line, to be quoted above a caret; empty if unknown.
    package var source: String

    /// Creates a diagnostic.
    package init(
        file: String, line: Int, column: Int, message: String, proposal: String? = nil,
        source: String = ""
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.proposal = proposal
        self.source = source
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The text `file:line:column: error: …`, followed by the line and a caret.
    package var description: String {
        let hint = proposal.map { "; did you mean '\(Self.shortened($0))'?" } ?? ""
        let place = VisibleText.line("\(file):\(line):\(column)")
        var text = "\(place): error: \(VisibleText.line(Self.shortened(message) + hint))"
        if !source.isEmpty {
            let (quote, width) = quotation
            text += "\n    \(quote)\n    \(Self.margin(quote, width: width))^"
        }
        return text
    }

    /// The maximum number of characters of a quoted line.
    private static let quotedMaximum = 200
    private static let messageMaximum = 600

    /// Returns a word as quoted in a message; a long word is cut.
    package static func quoted(_ word: String) -> String {
        let start = word.prefix(quotedMaximum)
        return start.endIndex < word.endIndex ? "\(start)…" : word
    }

    /// The quoted line, with the number of quoted characters before the column. Of a long line,
    /// only the part around the column is quoted.
    private var quotation: (text: String, width: Int) {
        let width = max(0, column - 1)
        let most = Self.quotedMaximum
        // Ignores the text far after the column.
        let start = width < most ? 0 : width - most / 2
        let rest = source.dropFirst(start)
        let part = rest.prefix(most)
        let (before, after) = (start > 0 ? "…" : "", part.endIndex < rest.endIndex ? "…" : "")
        return (before + part + after, width - start + before.count)
    }

    /// Returns blanks as wide as the text before the column; tabs are kept.
    private static func margin(_ text: String, width: Int) -> String {
        let before = text.prefix(width).map { $0 == "\t" ? "\t" : " " }.joined()
        return before + String(repeating: " ", count: width - before.count)
    }

    /// Returns a text without its middle if it quotes something very long.
    private static func shortened(_ text: String) -> String {
        let start = text.prefix(messageMaximum)
        let rest = text[start.endIndex...]
        return rest.isEmpty
            ? text : "\(start.prefix(messageMaximum / 2))…\(text.suffix(messageMaximum / 2))"
    }
}

/// Returns the candidate most similar to a mistyped word, if it is similar enough to propose.
///
/// Uses the optimal string alignment distance, ignoring case. At most a third of the word may
/// differ, or one letter of a short word, but never the whole word.
package func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased())
    let allowed = min(max(1, letters.count / 3), letters.count - 1)
    return
        candidates
        .map { (name: $0, letters: Array($0.lowercased())) }
        // The distance is at least the difference in length, so long candidates are skipped early.
        .filter { abs($0.letters.count - letters.count) <= allowed }
        .map { (name: $0.name, distance: editDistance(letters, $0.letters)) }
        .filter { $0.distance <= allowed }
        .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var table = [Array(0...right.count)]
    for row in 0..<left.count {
        var current = [row + 1]
        for column in 0..<right.count {
            let substitution = table[row][column] + (left[row] == right[column] ? 0 : 1)
            var best = min(substitution, table[row][column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                best = min(best, table[row - 1][column - 1] + 1)
            }
            current.append(best)
        }
        table.append(current)
    }
    return table[left.count][right.count]
}
