import SQLiteStore

/// The table that rows go to: its name, its columns and what their fields must be.
struct Table: Hashable, Sendable {
    /// A column.
    struct Column: Hashable, Sendable {
        let name: String
        let type: ColumnType
    }

    let name: String
    let columns: [Column]

    /// The product feed, dataset kind `csv-rows`.
    static let products = Table(
        name: "products",
        columns: [
            Column(name: "id", type: .integer(1...Int64.max)),
            Column(name: "sku", type: .nonEmptyText),
            Column(name: "name", type: .nonEmptyText),
            Column(name: "category", type: .nonEmptyText),
            Column(name: "price", type: .price),
            Column(name: "stock", type: .integer(0...Int64(Int32.max))),
            Column(name: "created_at", type: .date),
            Column(name: "updated_at", type: .date),
            Column(name: "description", type: .text),
        ])

    /// A user's own file, dataset kind `csv`: text columns, named by its header.
    static func input(header: [String]) -> Table {
        Table(
            name: "input", columns: uniqueNames(header).map { Column(name: $0, type: .text) })
    }

    /// Makes names unique whatever their case: an empty one becomes `column_N`, the second `a` `a_2`.
    static func uniqueNames(_ header: [String]) -> [String] {
        var taken: Set<String> = []
        return header.enumerated().map { index, name in
            // SQL text ends at a NUL.
            let wanted =
                name.isEmpty ? "column_\(index + 1)" : name.replacing("\0", with: "\u{FFFD}")
            var candidate = wanted
            var number = 2
            while !taken.insert(candidate.lowercased()).inserted {
                candidate = "\(wanted)_\(number)"
                number += 1
            }
            return candidate
        }
    }

    /// The statement that makes the table.
    var creationSQL: String {
        let list = columns.map { "\(quoted($0.name)) \($0.type.sqlName)" }
        return "CREATE TABLE \(quoted(name)) (\(list.joined(separator: ", ")))"
    }

    /// The statement that inserts a row.
    var insertionSQL: String {
        SQLiteStore.insertionSQL(into: quoted(name), columnCount: columns.count)
    }
}
