extension Table {
    /// Returns the table as lines of at most `width` columns.
    ///
    /// Columns are separated by two blanks, or by one if that does not fit; the remark of a name
    /// that is still too long goes to a line below. If the table is still too wide, columns are
    /// left out, and a name longer than its column gets its own line above its figures.
    func terminalLines(width: Int, style: Style) -> [String] {
        let table = withoutEmptyColumns().madeVisible()
        var layout = TerminalLayout(table, width: width, style: style, nameWidth: 16)
        if layout.isTooWide {
            if let narrower = table.withoutLeastColumn() {
                return narrower.terminalLines(width: width, style: style)
            }
            layout = TerminalLayout(table, width: width, style: style, nameWidth: 0)
        }
        let groups = table.groups.map(layout.lines)
        return layout.header + groups.joined()
    }

    /// Returns the table with all texts escaped, before widths are measured.
    private func madeVisible() -> Table {
        func visible(_ text: Text) -> Text {
            guard let parts = text.parts else {
                return Text(TerminalText.visible(text.text), text.tone)
            }
            return Text(
                TerminalText.visible(parts.text), remark: TerminalText.visible(parts.remark),
                tone: text.tone)
        }
        var table = self
        table.columns = columns.map { column in
            var column = column
            column.header = TerminalText.visible(column.header)
            column.heading = TerminalText.visible(column.heading)
            return column
        }
        table.groups = groups.map { group in
            Group(
                label: TerminalText.visible(group.label), unit: TerminalText.visible(group.unit),
                detail: TerminalText.visible(group.detail), order: group.order,
                rows: group.rows.map {
                    Row(cells: $0.cells.map(visible), notes: $0.notes.map(visible))
                })
        }
        return table
    }
}

/// The widths of a table on a terminal, and its lines.
private struct TerminalLayout {
    let columns: [Table.Column]
    let width: Int
    let style: Style
    var widths: [Int]
    var gap = 2
    let indent = 2

    /// - Parameter nameWidth: The minimum width of the first column, if its texts are that long.
    init(_ table: Table, width: Int, style: Style, nameWidth: Int) {
        columns = table.columns
        self.width = width
        self.style = style
        widths = table.columns.indices.map { index in
            let texts = [table.columns[index].header] + table.rows.map { $0.cells[index].text }
            return texts.map(TextWidth.columns).max() ?? 0
        }
        widenForHeadings()
        if total > width {
            gap = 1
            widenForHeadings()
        }
        if let first = widths.first, total > width {
            let names = table.rows.compactMap(\.cells.first).map { $0.parts?.text ?? $0.text }
            let longest = names.map(TextWidth.columns).max() ?? 0
            widths[0] = max(
                TextWidth.columns(columns[0].header), min(longest, nameWidth),
                first - (total - width))
        }
    }

    var isTooWide: Bool { total > width }

    private var total: Int {
        indent + widths.reduce(0, +) + gap * max(0, widths.count - 1)
    }

    /// The spans of neighbouring columns under one heading; a column without heading is its own
    /// span.
    private var spans: [Range<Int>] {
        columns.indices.reduce(into: []) { spans, index in
            if let last = spans.last, !columns[index].heading.isEmpty,
                columns[last.lowerBound].heading == columns[index].heading
            {
                spans[spans.count - 1] = last.lowerBound..<index + 1
            } else {
                spans.append(index..<index + 1)
            }
        }
    }

    private func spanWidth(_ span: Range<Int>) -> Int {
        widths[span].reduce(0, +) + gap * (span.count - 1)
    }

    private mutating func widenForHeadings() {
        for span in spans {
            let missing = TextWidth.columns(columns[span.lowerBound].heading) - spanWidth(span)
            if missing > 0 { widths[span.lowerBound] += missing }
        }
    }

    var header: [String] {
        let names = columns.indices.map { padded(columns[$0].header, in: $0) }
        let rule = String(repeating: "─", count: max(0, total - indent))
        let lines = [names.joined(separator: String(repeating: " ", count: gap)), rule]
        let headings = columns.contains { !$0.heading.isEmpty } ? [headingLine] : []
        return (headings + lines).map { style.paint(indented($0), .faint) }
    }

    /// The headings, each centred between rules: `── peak RSS, MiB ──`.
    private var headingLine: String {
        spans.map { span in
            let text = columns[span.lowerBound].heading
            let free = spanWidth(span) - TextWidth.columns(text)
            guard !text.isEmpty, free >= 4 else {
                return text + String(repeating: " ", count: max(0, free))
            }
            let left = String(repeating: "─", count: (free - 2) / 2)
            let right = String(repeating: "─", count: free - 2 - (free - 2) / 2)
            return "\(left) \(text) \(right)"
        }
        .joined(separator: String(repeating: " ", count: gap))
    }

    func lines(_ group: Table.Group) -> [String] {
        let label = group.detail.isEmpty ? group.name : "\(group.name) · \(group.detail)"
        return TextWrap.lines(label, width: width).map { style.paint($0, .strong) }
            + group.rows.flatMap(lines)
    }

    private func lines(_ row: Table.Row) -> [String] {
        let notes = row.notes.flatMap(noteLines)
        guard let name = row.cells.first, TextWidth.columns(name.text) > widths[0] else {
            return [figures(row.cells)] + notes
        }
        var cells = row.cells
        if let parts = name.parts, TextWidth.columns(parts.text) <= widths[0] {
            cells[0] = Table.Text(parts.text, name.tone)
            return [figures(cells), indented("  " + parts.remark, tone: name.tone)] + notes
        }
        cells[0] = Table.Text("")
        return TextWrap.lines(name.text, width: width - indent)
            .map { indented(style.paint($0, name.tone)) } + [figures(cells)] + notes
    }

    private func figures(_ cells: [Table.Text]) -> String {
        let padded = cells.indices.map { index in
            let text = cells[index].text
            let blanks = blanks(in: index, besides: text)
            let painted = style.paint(text, cells[index].tone)
            return columns[index].alignment == .left ? painted + blanks : blanks + painted
        }
        return indented(padded.joined(separator: String(repeating: " ", count: gap)))
    }

    private func noteLines(_ note: Table.Text) -> [String] {
        TextWrap.lines(note.text, width: width - indent - 4).enumerated().map { index, line in
            indented((index == 0 ? "  └ " : "    ") + line, tone: note.tone)
        }
    }

    private func padded(_ text: String, in index: Int) -> String {
        let blanks = blanks(in: index, besides: text)
        return columns[index].alignment == .left ? text + blanks : blanks + text
    }

    private func blanks(in index: Int, besides text: String) -> String {
        String(repeating: " ", count: max(0, widths[index] - TextWidth.columns(text)))
    }

    private func indented(_ text: String, tone: Table.Tone = .plain) -> String {
        var line = String(repeating: " ", count: indent) + text
        while line.last == " " { line.removeLast() }
        return style.paint(line, tone)
    }
}
