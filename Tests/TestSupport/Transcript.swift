import Foundation

/// A comparison of a command's documented output with its actual output.
///
/// Only words are compared. Figures, their units and signs differ between machines, and so do line
/// breaks. A `…` that stands alone is a gap for any number of words.
package enum Transcript {
    /// Returns the first difference, as a sentence; `nil` if there is none.
    package static func mismatch(documented: [String], actual: String) -> String? {
        let words = Self.words(of: actual)
        let parts = documented.flatMap { $0.split(whereSeparator: \.isWhitespace) }
            .split(separator: "…", omittingEmptySubsequences: false)
            .map { Self.words(of: $0.joined(separator: " ")) }
        var position = 0
        for (index, part) in parts.enumerated() {
            guard let end = end(of: part, in: words[position...], isBound: index == 0) else {
                return "it doesn't print '\(part.joined(separator: " "))'"
            }
            position = end
        }
        let last = parts.last ?? []
        if parts.count == 1, position < words.count {
            return "it also prints '\(words[position...].joined(separator: " "))'"
        }
        if parts.count > 1, !last.isEmpty, Array(words.suffix(last.count)) != last {
            return "it doesn't end with '\(last.joined(separator: " "))'"
        }
        return nil
    }

    /// Returns the end of a part: at the start of the words if it is anchored there, or else
    /// anywhere.
    private static func end(
        of part: [String], in words: ArraySlice<String>, isBound: Bool
    ) -> Int? {
        guard part.count <= words.count else { return nil }
        let last = isBound ? words.startIndex : words.endIndex - part.count
        return (words.startIndex...last).first { words[$0...].starts(with: part) }.map {
            $0 + part.count
        }
    }

    /// Prefixes of units, and a column header that a table omits if trials are equal.
    private static let unsteady: Set<Substring> = ["k", "M", "range"]

    /// Returns the words of a text, without figures, their units, rules of tables and signs. A comma
    /// may depend on a part of a list that another machine lacks.
    package static func words(of text: String) -> [String] {
        text.replacing(/[─│└]+|,(?=\s|$)/, with: " ")
            .replacing(/[0-9]+([.,:][0-9]+)*/, with: "0")
            .replacing(/\b0 ?(KiB|MiB|GiB|TiB|B|µs|ms|s|min|h|d)\b/, with: "0")
            .replacing(/\b0 ?[kM]\b/, with: "0")
            .split(whereSeparator: \.isWhitespace)
            .filter { !unsteady.contains($0) }
            .filter { $0.contains { $0.isLetter || "✓✗!?".contains($0) } }
            .map(String.init)
    }
}
