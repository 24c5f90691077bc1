/// Whether and how a terminal report is coloured.
///
/// The caller decides: on for a terminal, off for a file, a pipe, or when `NO_COLOR` is set.
package struct Style: Hashable, Sendable {
    /// Whether escape sequences are written at all.
    package var isColoured: Bool

    /// Creates a style.
    package init(isColoured: Bool) {
        self.isColoured = isColoured
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
