/// Whether a terminal report is coloured, and how wide it is.
///
/// The caller decides: on for a terminal, off for a file, a pipe, or when `NO_COLOR` is set.
package struct Style: Hashable, Sendable {
    /// Whether escape sequences are written at all.
    package var isColoured: Bool

    /// Columns that no line of a report exceeds; at least 60.
    package var columns: Int

    /// Creates a style; 100 columns unless told otherwise.
    package init(isColoured: Bool, columns: Int = 100) {
        self.isColoured = isColoured
        self.columns = columns
    }

    /// Text without any escape character.
    package static let plain = Style(isColoured: false)
    /// Colours that read on dark and on light grounds.
    package static let coloured = Style(isColoured: true)

    /// The text in the colour of its meaning.
    func paint(_ text: String, _ tone: Table.Tone) -> String {
        guard isColoured, !text.isEmpty, let code = Self.code(tone) else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// The columns of a painted text: escape sequences take none.
    static func columns(of painted: String) -> Int {
        var columns = 0
        var isEscape = false
        for character in painted {
            if character == "\u{1B}" {
                isEscape = true
            } else if isEscape {
                isEscape = character != "m"
            } else {
                columns += TextWidth.columns(character)
            }
        }
        return columns
    }

    private static func code(_ tone: Table.Tone) -> String? {
        switch tone {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .bad: "1;31"
        case .caution: "33"
        }
    }
}
