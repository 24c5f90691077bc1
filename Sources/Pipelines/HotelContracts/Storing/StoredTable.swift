import SQLiteStore

/// A table of the result: its SQL, the inserted columns, and those that are verified.
struct StoredTable: Hashable, Sendable {
    let name: String
    /// The columns that are verified, in order.
    let columns: [Column]
    /// The statement that creates the table.
    let creationSQL: String
    /// The columns for which a row has values.
    let insertedColumns: [String]
    /// The clause for a row whose key exists already; empty if there is no key.
    var onConflict = ""

    /// Creates a table that only grows.
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

    /// The tables of the result; a table's index is its number.
    static let all =
        Section.all.map { StoredTable(name: $0.table, columns: $0.columns) } + [availability]

    /// The number of ``availability``.
    static let availabilityNumber = Section.all.count
    /// The number of ``stays``.
    static let staysNumber = availabilityNumber + 1
}
