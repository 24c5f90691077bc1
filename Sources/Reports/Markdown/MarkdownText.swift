internal import MemoryBudget

/// Text from outside, made safe for GitHub's Markdown.
enum MarkdownText {
    /// Returns items separated by dots.
    static func items(_ items: [String]) -> String {
        paragraph(items.map(escaped).joined(separator: " · "))
    }

    /// Escapes the start of a line, so that it doesn't begin a list, heading or code block.
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

    /// Returns a bad text in bold, the only emphasis that stands for a colour here.
    static func emphasised(_ text: Table.Text) -> String {
        let escaped = escaped(text.text)
        return text.tone == .bad && !escaped.isEmpty ? "**\(escaped)**" : escaped
    }

    /// Returns the text so that every character shows as itself, in one line; see
    /// ``TextSink/markdown``.
    static func escaped(_ text: String) -> String { TextSink.markdown.escaped(text) }

    /// Returns a fenced code block that nothing in the code can end.
    static func fenced(_ code: String) -> [String] {
        let code = TerminalText.visible(code)
        let longest = code.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return [fence + "sh", code, fence]
    }

    /// Returns the text escaped for HTML within Markdown, with mentions and issue links disabled.
    static func inMarkup(_ text: String) -> String {
        let source = Markup.text(TerminalText.visible(text)).source
        return source.unicodeScalars.reduce(into: "") { result, scalar in
            result.unicodeScalars.append(scalar)
            if scalar == "@" || scalar == "#", !result.hasSuffix("&#") { result += "&#8203;" }
        }
    }
}
