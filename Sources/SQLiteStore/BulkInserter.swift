package import GRDB

/// Inserts many rows a statement, straight from the memory they were read into.
///
/// The values of a statement's worth of rows are held as pointers and bound without a copy when the
/// statement is full; what points must stay until ``flush()``. GRDB owns the connection, its lock
/// and the transactions; only the binding and stepping bypass it.
package struct BulkInserter: ~Copyable {
    private let columnCount: Int
    private let rowsPerStatement: Int
    private let manyRows: PreparedStatement
    private let oneRow: PreparedStatement
    private let values: UnsafeMutablePointer<FieldValue>
    private var valueCount = 0

    /// Prepares the statements.
    ///
    /// - Parameters:
    ///   - table: The table's name.
    ///   - columnCount: How many columns a row gives values for: the table's first ones, all unless
    ///     `columns` names them.
    ///   - columns: The columns' names; nil for all in their order.
    ///   - rowsPerStatement: At most so many; fewer for a wide table, so that a statement's
    ///     parameters, and with them its memory, stay bounded.
    ///   - onConflict: SQL of what becomes of a row whose key is there already; empty to fail.
    package init(
        _ database: Database, table: String, columnCount: Int, columns: [String]? = nil,
        rowsPerStatement: Int = 64, onConflict: String = ""
    ) throws {
        let connection = try database.connection()
        let rowCount = max(1, min(rowsPerStatement, 1024 / columnCount))
        let into =
            quoted(table) + (columns.map { "(\($0.map(quoted).joined(separator: ",")))" } ?? "")
        let manyRows = try PreparedStatement(
            insertionSQL(into: into, columnCount: columnCount, rowCount: rowCount) + " "
                + onConflict,
            on: connection)
        let oneRow = try PreparedStatement(
            insertionSQL(into: into, columnCount: columnCount) + " " + onConflict, on: connection)
        self.columnCount = columnCount
        self.rowsPerStatement = rowCount
        self.manyRows = manyRows
        self.oneRow = oneRow
        values = .allocate(capacity: rowCount * columnCount)
    }

    deinit {
        values.deallocate()
    }

    /// Where the next row's values go, one a column; they count once ``appendRow()`` is called.
    package var nextRow: UnsafeMutablePointer<FieldValue> {
        values + valueCount
    }

    /// Takes the row in ``nextRow``, and inserts a statement's worth once it is there.
    package mutating func appendRow() throws {
        valueCount += columnCount
        guard valueCount == rowsPerStatement * columnCount else { return }
        try manyRows.run(values, count: valueCount)
        valueCount = 0
    }

    /// Inserts the rows that don't fill a statement.
    package mutating func flush() throws {
        for start in stride(from: 0, to: valueCount, by: columnCount) {
            try oneRow.run(values + start, count: columnCount)
        }
        valueCount = 0
    }
}

/// The statement that inserts a number of rows at once; `into` is SQL: a quoted table, perhaps with columns.
package func insertionSQL(into: String, columnCount: Int, rowCount: Int = 1) -> String {
    let row = "(" + Array(repeating: "?", count: columnCount).joined(separator: ",") + ")"
    let rows = Array(repeating: row, count: rowCount).joined(separator: ",")
    return "INSERT INTO \(into) VALUES \(rows)"
}
