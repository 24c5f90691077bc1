/// Wrapping of text to a width.
enum TextWrap {
    /// Returns the lines of a paragraph; words wider than a line are broken.
    static func lines(_ text: String, width: Int) -> [String] {
        precondition(width >= 2, "a line has room for a wide character")
        var lines: [String] = []
        var line = ""
        for word in words(text).flatMap({ pieces($0, width: width) }) {
            if line.isEmpty {
                line = word
            } else if TextWidth.columns(line) + 1 + TextWidth.columns(word) <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// Returns items separated by dots, broken between items if possible.
    static func lines(_ items: [String], width: Int) -> [String] {
        items.reduce(into: []) { (lines: inout [String], item) in
            if let last = lines.last,
                TextWidth.columns(last) + 3 + TextWidth.columns(item) <= width
            {
                lines[lines.count - 1] = last + " · " + item
            } else {
                lines += Self.lines(item, width: width)
            }
        }
    }

    /// Returns a text cut to a width, ending with `…` if anything is missing.
    static func cut(_ text: String, width: Int) -> String {
        guard TextWidth.columns(text) > width else { return text }
        return (pieces(text, width: max(1, width - 1)).first ?? "") + "…"
    }

    /// Splits a text into words; a number stays with its unit.
    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").reduce(into: []) { words, word in
            let bare = word.prefix { $0.isLetter || $0 == "%" }
            if let last = words.last, last.last?.isNumber == true, units.contains(String(bare)) {
                words[words.count - 1] = "\(last) \(word)"
            } else {
                words.append(String(word))
            }
        }
    }

    private static let units: Set = ["B", "KiB", "MiB", "GiB", "%", "s", "ms", "µs", "min"]

    private static func pieces(_ word: String, width: Int) -> [String] {
        var pieces = [""]
        var columns = 0
        for character in word {
            let own = TextWidth.columns(character)
            if columns + own > width, columns > 0 {
                pieces.append("")
                columns = 0
            }
            pieces[pieces.count - 1].append(character)
            columns += own
        }
        return pieces
    }
}
