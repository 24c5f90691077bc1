/// The colours and width of a terminal report.
///
/// The caller decides: coloured for a terminal, plain for a file, a pipe, or with `NO_COLOR` set.
package struct Style: Hashable, Sendable {
    /// Whether escape sequences are written.
    package var isColoured: Bool

    /// The maximum number of columns of a report; at least 60.
    package var columns: Int

    /// Creates a style; 100 columns by default.
    package init(isColoured: Bool, columns: Int = 100) {
        self.isColoured = isColoured
        self.columns = columns
    }

    /// A style without escape sequences.
    package static let plain = Style(isColoured: false)
    /// A style with colours that are readable on dark and light backgrounds.
    package static let coloured = Style(isColoured: true)

    /// Returns the text in the colour of its tone.
    func paint(_ text: String, _ tone: Table.Tone) -> String {
        guard isColoured, !text.isEmpty, let code = Self.code(tone) else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// Returns the width of a painted text, in columns; escape sequences take none.
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
