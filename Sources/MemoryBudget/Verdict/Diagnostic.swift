/// One mistake in a user's file: where it is, what it is, and what may have been meant.
package struct Diagnostic: Hashable, Sendable, Error {
    /// The file as the user named it.
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in characters.
    package var column: Int
    /// The mistake, in one sentence without a final full stop.
    package var message: String
    /// The likely intention, ready to type; nil if nothing comes near.
    package var proposal: String?
    /// The text of the line, for the caret; empty if it is not known.
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
    /// `file:line:column: error: …`, the line and a caret below it.
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

    /// The most characters of a line that are quoted, and of a message that are shown.
    private static let quotedMaximum = 200
    private static let messageMaximum = 600

    /// A word that a message quotes, of a long one the start.
    package static func quoted(_ word: String) -> String {
        let start = word.prefix(quotedMaximum)
        return start.endIndex < word.endIndex ? "\(start)…" : word
    }

    /// The line, of a long one the part around the column, and how many characters of it stand before the
    /// column.
    private var quotation: (text: String, width: Int) {
        let width = max(0, column - 1)
        let most = Self.quotedMaximum
        // What is far behind the column isn't looked at.
        let start = width < most ? 0 : width - most / 2
        let rest = source.dropFirst(start)
        let part = rest.prefix(most)
        let (before, after) = (start > 0 ? "…" : "", part.endIndex < rest.endIndex ? "…" : "")
        return (before + part + after, width - start + before.count)
    }

    /// As wide as the text up to the column: a tab stays a tab.
    private static func margin(_ text: String, width: Int) -> String {
        let before = text.prefix(width).map { $0 == "\t" ? "\t" : " " }.joined()
        return before + String(repeating: " ", count: width - before.count)
    }

    /// A text that quotes something very long, without its middle.
    private static func shortened(_ text: String) -> String {
        let start = text.prefix(messageMaximum)
        let rest = text[start.endIndex...]
        return rest.isEmpty
            ? text : "\(start.prefix(messageMaximum / 2))…\(text.suffix(messageMaximum / 2))"
    }
}

/// The candidate nearest to a mistyped word, if it is near enough to propose.
///
/// Optimal string alignment distance, whatever the case of letters; at most a third of the word may
/// differ, or one letter of a short word, never the whole of it.
package func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased())
    let allowed = min(max(1, letters.count / 3), letters.count - 1)
    return
        candidates
        .map { (name: $0, letters: Array($0.lowercased())) }
        // The distance is at least the difference in length: a long word costs nothing.
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
