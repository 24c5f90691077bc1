/// Text from outside made fit for GitHub's Markdown.
enum MarkdownText {
    /// Items with a dot between them.
    static func items(_ items: [String]) -> String {
        items.map(escaped).joined(separator: " · ")
    }

    /// Bold is the only colour Markdown has.
    static func emphasised(_ text: Table.Text) -> String {
        let escaped = escaped(text.text)
        return text.tone == .bad && !escaped.isEmpty ? "**\(escaped)**" : escaped
    }

    /// Shows every character as itself: no markup, no table cell ended, nobody mentioned, no issue
    /// linked, one line.
    static func escaped(_ text: String) -> String {
        TerminalText.visible(text).reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "@": result += "&#64;"
            case "#": result += "&#35;"
            case "\\", "`", "*", "_", "[", "]", "|", "~", "$": result += "\\\(character)"
            default: result.append(character)
            }
        }
    }
}
