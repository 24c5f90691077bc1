import SQLiteStore

/// A table of the result: how it is made, what is inserted, and what of it is checked.
struct StoredTable: Hashable, Sendable {
    let name: String
    /// The columns that are checked, in order.
    let columns: [Column]
    /// The statement that makes it.
    let creationSQL: String
    /// The columns that a row gives values for.
    let insertedColumns: [String]
    /// What becomes of a row whose key is there already; empty if there is no key.
    var onConflict = ""

    /// A table that only grows.
    init(name: String, columns: [Column]) {
        self.name = name
        self.columns = columns
        insertedColumns = columns.map(\.name)
        let list = columns.map { "\(quoted($0.name)) \($0.type.sqlName)" }
        creationSQL = "CREATE TABLE \(quoted(name)) (\(list.joined(separator: ", ")))"
    }

    init(
        name: String, columns: [Column], creationSQL: String, insertedColumns: [String],
        onConflict: String = ""
    ) {
        self.name = name
        self.columns = columns
        self.creationSQL = creationSQL
        self.insertedColumns = insertedColumns
        self.onConflict = onConflict
    }

    /// The tables of the result; a table's place is its number.
    static let all =
        Section.all.map { StoredTable(name: $0.table, columns: $0.columns) } + [availability]

    /// The number of ``availability``.
    static let availabilityNumber = Section.all.count
    /// The number of ``stays``.
    static let staysNumber = availabilityNumber + 1
}
