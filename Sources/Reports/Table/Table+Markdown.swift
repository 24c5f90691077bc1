extension Table {
    /// The table in GitHub's Markdown: groups become a column, notes a list below.
    func markdownLines() -> [String] {
        let table = withoutEmptyColumns()
        let names = table.columns.indices.map { index in
            Self.title([table.heading(index), table.columns[index].header])
        }
        let group = Self.title([groupHeader, groups.first?.unit ?? ""])
        let rules = table.columns.map { $0.alignment == .left ? ":--" : "--:" }
        let head = [
            Self.line([names.first ?? "", group] + names.dropFirst()),
            Self.line([rules.first ?? "", "--:"] + rules.dropFirst()),
        ]
        return head + table.groups.flatMap(Self.lines) + table.noteLines
    }

    private static func title(_ lines: [String]) -> String {
        lines.filter { !$0.isEmpty }.map(MarkdownText.escaped).joined(separator: "<br>")
    }

    /// A heading over many columns would make each of them wide: it stands over their first. Of a
    /// pair both have it.
    private func heading(_ index: Int) -> String {
        let heading = columns[index].heading
        let isFirst = index == 0 || columns[index - 1].heading != heading
        let isShared = columns.count { $0.heading == heading } > 2
        return isFirst || !isShared ? heading : ""
    }

    private static func lines(_ group: Group) -> [String] {
        group.rows.map { row in
            let cells = row.cells.enumerated().map { index, cell in
                let text = MarkdownText.emphasised(cell)
                // A mark alone on a line, above its word, reads badly: only names break.
                return index == 0 ? text : text.map { $0 == " " ? "&nbsp;" : "\($0)" }.joined()
            }
            let label = MarkdownText.escaped(group.label)
            return line([cells.first ?? "", label] + cells.dropFirst())
        }
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
