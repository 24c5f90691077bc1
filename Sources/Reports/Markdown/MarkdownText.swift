internal import MemoryBudget

/// Text from outside made fit for GitHub's Markdown.
enum MarkdownText {
    /// Items with a dot between them.
    static func items(_ items: [String]) -> String {
        paragraph(items.map(escaped).joined(separator: " · "))
    }

    /// Escaped text where a line begins: it starts no list, no heading and no block of code.
    private static func paragraph(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return text }
        if first == " " { return "&#32;" + String(scalars.dropFirst()) }
        let number = scalars.prefix { ("0"..."9").contains($0) }
        let rest = scalars[number.endIndex...]
        let isNumbered = !number.isEmpty && (rest.first == "." || rest.first == ")")
        let isMark = first == "-" || first == "+" || first == "="
        return isNumbered || isMark ? "\(number)\\\(rest)" : text
    }

    /// Bold is the only colour Markdown has.
    static func emphasised(_ text: Table.Text) -> String {
        let escaped = escaped(text.text)
        return text.tone == .bad && !escaped.isEmpty ? "**\(escaped)**" : escaped
    }

    /// Shows everything as itself, in one line; see ``TextSink/markdown``.
    static func escaped(_ text: String) -> String { TextSink.markdown.escaped(text) }

    /// A line to be typed, in a block of code that nothing in it ends.
    static func fenced(_ code: String) -> [String] {
        let code = TerminalText.visible(code)
        let longest = code.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return [fence + "sh", code, fence]
    }

    /// The same among elements of HTML: there only what looks for people and issues goes on.
    static func inMarkup(_ text: String) -> String {
        let source = Markup.text(TerminalText.visible(text)).source
        return source.unicodeScalars.reduce(into: "") { result, scalar in
            result.unicodeScalars.append(scalar)
            if scalar == "@" || scalar == "#", !result.hasSuffix("&#") { result += "&#8203;" }
        }
    }
}
