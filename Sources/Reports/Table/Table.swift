internal import MemoryBudget

/// A table that knows nothing of where it is shown: columns, groups of rows, notes under rows.
///
/// Every text is as it came; each layout escapes what its medium needs escaped.
struct Table: Hashable, Sendable {
    /// A piece of text and what it means; a medium may colour it.
    struct Text: Hashable, Sendable {
        var text: String
        var tone: Tone
        /// The figure to sort by where the text doesn't say it; nil for the text.
        var value: Double?
        /// The two parts of a text whose second may stand on a line below the first, `load-all` and
        /// `(control)`; nil for a text of one part.
        private(set) var parts: Parts?

        init(_ text: String, _ tone: Tone = .plain, value: Double? = nil) {
            self.text = text
            self.tone = tone
            self.value = value
        }

        /// A text with a remark behind it.
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
        /// Neighbours of the same heading share it, one line above; empty for none.
        var heading = ""
        var alignment = Alignment.right
        /// Where room is short, columns go in the order of falling rank; 0 stays.
        var spareRank = 0
    }

    /// A row and the sentences that belong to it.
    struct Row: Hashable, Sendable {
        var cells: [Text]
        var notes: [Text] = []
    }

    /// Rows under a label of their own.
    struct Group: Hashable, Sendable {
        var label: String
        /// The unit of the label; empty for none.
        var unit = ""
        /// A detail that stands once, beside the label; empty for none.
        var detail = ""
        /// Where it stands among the groups; nil where labels say it.
        var order: Double?
        var rows: [Row]

        /// Label and unit, `160k rows` or `1 row`.
        var name: String {
            unit.isEmpty ? label : "\(label) \(order == 1 ? singular(of: unit) : unit)"
        }
    }

    /// The most columns that a header gives the name of a unit: `opportunities`.
    static let unitWidth = 13

    /// The header of the groups' labels, for media that make a column of them.
    var groupHeader: String
    /// The side of that column on which the labels stand: figures right, words left.
    var groupAlignment = Column.Alignment.right
    /// The first names the row.
    var columns: [Column]
    var groups: [Group]

    var rows: [Row] { groups.flatMap(\.rows) }

    /// Leaves out columns in which no row has anything to say.
    func withoutEmptyColumns() -> Table {
        keeping(
            columns.indices.filter { column in
                rows.contains { !$0.cells[column].text.isEmpty }
            })
    }

    /// Leaves out the column that is missed least; nil if all have to stay.
    func withoutLeastColumn() -> Table? {
        let least = columns.indices.max { columns[$0].spareRank < columns[$1].spareRank }
        guard let least, columns[least].spareRank > 0 else { return nil }
        return keeping(columns.indices.filter { $0 != least })
    }

    /// For media that have no lines between rows: the labels of groups become the second column.
    func withGroupColumn() -> Table {
        guard groups.contains(where: { !$0.label.isEmpty }) else { return self }
        var table = self
        let unit = groups.first?.unit ?? ""
        // What is counted stands below, as a unit does.
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
