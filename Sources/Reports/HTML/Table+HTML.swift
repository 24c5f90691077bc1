extension Table {
    /// Returns the table in HTML, with sortable columns and the notes in a list below.
    ///
    /// - Parameter caption: The subject, for readers who don't see the heading above it.
    func html(caption: String) -> Markup {
        let table = withGroupColumn().withoutEmptyColumns()
        let head = table.columns.indices.map { index in
            Self.header(table.columns[index], heading: table.heading(index))
        }
        let rows = table.rows.map { row in
            Markup.element(
                "tr", [:],
                row.cells.enumerated().map { Self.cell($1, table.columns[$0], isName: $0 == 0) })
        }
        let parts: [Markup] = [
            .element("caption", [:], caption),
            .element("thead", [:], [.element("tr", [:], head)]), .block("tbody", [:], rows),
        ]
        let frame = Markup.element(
            "div", ["class": "frame", "tabindex": "0", "role": "region", "aria-label": caption],
            [.block("table", ["class": "sortable"], parts)])
        return .block("div", ["class": "table"], [frame] + (noteList.map { [$0] } ?? []))
    }

    private static func header(_ column: Column, heading: String) -> Markup {
        let small = Markup.element("small", [:], visible(heading))
        let name = Markup.text(visible(column.header))
        let words = heading.isEmpty ? [name] : [small, .element("br"), name]
        return .element(
            "th", ["scope": "col", "class": column.alignment == .left ? "word" : "figure"],
            [.element("button", ["type": "button"], words)])
    }

    /// The maximum number of characters of a cell that is kept on one line.
    private static let shortCountMax = 16

    private static func cell(_ cell: Text, _ column: Column, isName: Bool) -> Markup {
        let isShort = cell.text.count <= shortCountMax
        let alignment = column.alignment == .right ? "figure" : isShort ? "word short" : "word"
        let style = "\(alignment) \(tone(cell.tone))"
        let text = visible(cell.text)
        if isName { return .element("th", ["scope": "row", "class": style], text) }
        guard let value = cell.value else { return .element("td", ["class": style], text) }
        return .element("td", ["class": style, "data-value": "\(value)"], text)
    }

    private var noteList: Markup? {
        let notes = groups.flatMap { group in
            group.rows.flatMap { row in
                row.notes.map { note -> Markup in
                    let at = group.name.isEmpty ? "" : " at \(Self.visible(group.name))"
                    let name = Markup.element("b", [:], Self.visible(row.cells.first?.text ?? ""))
                    let text = Markup.element(
                        "span", ["class": Self.tone(note.tone)], Self.visible(note.text))
                    return .element("li", [:], [name, .text("\(at): "), text])
                }
            }
        }
        return notes.isEmpty ? nil : .block("ul", ["class": "notes"], notes)
    }

    private static func visible(_ text: String) -> String { TerminalText.visible(text) }

    /// Returns the CSS class of a tone.
    static func tone(_ tone: Tone) -> String {
        switch tone {
        case .plain: "plain"
        case .strong: "strong"
        case .faint: "faint"
        case .good: "good"
        case .bad: "bad"
        case .caution: "caution"
        }
    }
}
