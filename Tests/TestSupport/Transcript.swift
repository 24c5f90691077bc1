import Foundation

/// Compares what a document says that a command prints with what it prints.
///
/// Only words count. Figures, their units and their signs differ from machine to machine, and with
/// them the places where lines are broken. A `…` that stands by itself is a gap: there may be more
/// words, or none.
package enum Transcript {
    /// The first difference, as a sentence; nil if they agree.
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

    /// Where a part ends: at the start of the words if it is bound to that, or else anywhere.
    private static func end(
        of part: [String], in words: ArraySlice<String>, isBound: Bool
    ) -> Int? {
        guard part.count <= words.count else { return nil }
        let last = isBound ? words.startIndex : words.endIndex - part.count
        return (words.startIndex...last).first { words[$0...].starts(with: part) }.map {
            $0 + part.count
        }
    }

    /// Prefixes of units, and the head of a column that a table leaves out where trials are equal.
    private static let unsteady: Set<Substring> = ["k", "M", "range"]

    /// The words of a text, without figures, units behind them, rules of tables and signs.
    package static func words(of text: String) -> [String] {
        text.replacing(/[─│└]+/, with: " ")
            .replacing(/[0-9]+([.,:][0-9]+)*/, with: "0")
            .replacing(/\b0 ?(KiB|MiB|GiB|TiB|B|µs|ms|s|min|h|d)\b/, with: "0")
            .replacing(/\b0 ?[kM]\b/, with: "0")
            .split(whereSeparator: \.isWhitespace)
            .filter { !unsteady.contains($0) }
            .filter { $0.contains { $0.isLetter || "✓✗!?".contains($0) } }
            .map(String.init)
    }
}
