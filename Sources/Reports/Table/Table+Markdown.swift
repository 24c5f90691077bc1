extension Table {
    /// Returns the table in GitHub's Markdown: named groups become a column, and notes a list
    /// below.
    func markdownLines() -> [String] {
        let table = withGroupColumn().withoutEmptyColumns()
        let names = table.columns.indices.map { index in
            Self.title([table.heading(index), table.columns[index].header])
        }
        let rules = table.columns.map { $0.alignment == .left ? ":--" : "--:" }
        let rows = table.rows.map { Self.line($0.cells.enumerated().map(Self.cell)) }
        return [Self.line(names), Self.line(rules)] + rows + noteLines
    }

    private static func title(_ lines: [String]) -> String {
        lines.filter { !$0.isEmpty }.map(MarkdownText.escaped).joined(separator: "<br>")
    }

    /// Returns the heading of a column. One that spans more than two columns stands only over the
    /// first, because it would widen each of them.
    func heading(_ index: Int) -> String {
        let heading = columns[index].heading
        let isFirst = index == 0 || columns[index - 1].heading != heading
        let isShared = columns.count { $0.heading == heading } > 2
        return isFirst || !isShared ? heading : ""
    }

    /// Keeps short cells on one line, because a mark above its word reads badly.
    private static func cell(_ index: Int, _ cell: Text) -> String {
        let text = MarkdownText.emphasised(cell)
        return index == 0 || cell.text.count > 24
            ? text
            : text.unicodeScalars.map { $0 == " " ? "&nbsp;" : String($0) }.joined()
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }

    private var noteLines: [String] {
        let notes = groups.flatMap { group in
            group.rows.flatMap { row in
                row.notes.map { note in
                    let name = MarkdownText.escaped(row.cells.first?.text ?? "")
                    let label = MarkdownText.escaped(group.name)
                    let place = label.isEmpty ? "**\(name)**" : "**\(name)** at \(label)"
                    return "- \(place): \(MarkdownText.emphasised(note))"
                }
            }
        }
        return notes.isEmpty ? [] : [""] + notes
    }
}
