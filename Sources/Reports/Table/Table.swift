internal import MemoryBudget

/// A table independent of its medium: columns, groups of rows, notes below rows.
///
/// Texts are stored unescaped; each layout escapes them for its medium.
struct Table: Hashable, Sendable {
    /// A piece of text with a tone, which a medium may show as a colour.
    struct Text: Hashable, Sendable {
        var text: String
        var tone: Tone
        /// The value to sort by; `nil` sorts by the text.
        var value: Double?
        /// The two parts of a text whose second may go to a line below the first, such as
        /// `load-all` and `(control)`; `nil` for a text of one part.
        private(set) var parts: Parts?

        init(_ text: String, _ tone: Tone = .plain, value: Double? = nil) {
            self.text = text
            self.tone = tone
            self.value = value
        }

        /// Creates a text followed by a remark.
        init(_ text: String, remark: String, tone: Tone = .plain) {
            self.init("\(text) \(remark)", tone)
            parts = Parts(text: text, remark: remark)
        }

        struct Parts: Hashable, Sendable {
            var text: String
            var remark: String
        }
    }

    /// The meaning of a text, which decides its colour.
    enum Tone: Hashable, Sendable {
        case plain, strong, faint, good, bad, caution
    }

    struct Column: Hashable, Sendable {
        enum Alignment: Hashable, Sendable { case left, right }

        var header: String
        /// The heading on the line above, which neighbours with the same heading share; empty for
        /// none.
        var heading = ""
        var alignment = Alignment.right
        /// The order in which columns are dropped if space is short, highest first; 0 is never
        /// dropped.
        var spareRank = 0
    }

    /// A row, and notes about it.
    struct Row: Hashable, Sendable {
        var cells: [Text]
        var notes: [Text] = []
    }

    /// Rows under a common label.
    struct Group: Hashable, Sendable {
        var label: String
        /// The unit of the label; empty for none.
        var unit = ""
        /// A detail shown once, next to the label; empty for none.
        var detail = ""
        /// The sort value of the group; `nil` if its label is enough.
        var order: Double?
        var rows: [Row]

        /// The label with its unit: `160k rows` or `1 row`.
        var name: String {
            unit.isEmpty ? label : "\(label) \(order == 1 ? singular(of: unit) : unit)"
        }
    }

    /// The maximum number of columns for the name of a unit in a header, as in `opportunities`.
    static let unitWidth = 13

    /// The header of the group labels, in media that show them as a column.
    var groupHeader: String
    /// The alignment of that column: right for figures, left for words.
    var groupAlignment = Column.Alignment.right
    /// The columns; the first one names the row.
    var columns: [Column]
    var groups: [Group]

    var rows: [Row] { groups.flatMap(\.rows) }

    /// Returns the table without columns that are empty in all rows.
    func withoutEmptyColumns() -> Table {
        keeping(
            columns.indices.filter { column in
                rows.contains { !$0.cells[column].text.isEmpty }
            })
    }

    /// Returns the table without its most dispensable column; `nil` if none may be dropped.
    func withoutLeastColumn() -> Table? {
        let least = columns.indices.max { columns[$0].spareRank < columns[$1].spareRank }
        guard let least, columns[least].spareRank > 0 else { return nil }
        return keeping(columns.indices.filter { $0 != least })
    }

    /// Returns the table with the group labels as second column, for media without group lines.
    func withGroupColumn() -> Table {
        guard groups.contains(where: { !$0.label.isEmpty }) else { return self }
        var table = self
        let unit = groups.first?.unit ?? ""
        // The unit stands below the header.
        let column =
            unit.isEmpty
            ? Column(header: groupHeader, alignment: groupAlignment)
            : Column(header: unit, heading: groupHeader)
        table.columns.insert(column, at: min(1, columns.count))
        table.groups = groups.map { group in
            var group = group
            group.rows = group.rows.map { row in
                var row = row
                row.cells.insert(
                    Text(group.label, value: group.order), at: min(1, row.cells.count))
                return row
            }
            return group
        }
        return table
    }

    private func keeping(_ kept: [Int]) -> Table {
        var table = self
        table.columns = kept.map { columns[$0] }
        table.groups = groups.map { group in
            let rows = group.rows.map { row in
                Row(cells: kept.map { row.cells[$0] }, notes: row.notes)
            }
            var group = group
            group.rows = rows
            return group
        }
        return table
    }
}
