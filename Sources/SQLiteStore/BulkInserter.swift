package import GRDB

/// An inserter of many rows per statement, straight from the memory they were read into.
///
/// The values for a statement are kept as pointers and bound without a copy when all its rows are
/// there; the memory must stay valid until ``flush()``. GRDB owns the connection, its lock and the
/// transactions; only binding and stepping bypass it.
///
/// ```swift
/// import GRDB
/// let queue = try DatabaseQueue.filling("orders.sqlite")
/// try await queue.write { database in
///     var rows = try BulkInserter(database, table: "orders", columnCount: 1)
///     rows.nextRow[0] = .integer(7)
///     try rows.appendRow()
///     try rows.flush()
/// }
/// ```
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
    ///   - columnCount: The number of values per row: for the table's first columns, or for
    ///     `columns`.
    ///   - columns: The columns' names; `nil` for the table's columns in their order.
    ///   - rowsPerStatement: The maximum number of rows per statement; reduced for wide tables, to
    ///     limit a statement's parameters and thus its memory.
    ///   - onConflict: The SQL clause for rows whose key already exists; empty to fail.
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

    /// The memory for the next row's values, one per column; ``appendRow()`` accepts them.
    package var nextRow: UnsafeMutablePointer<FieldValue> {
        values + valueCount
    }

    /// Accepts the row in ``nextRow``, and inserts the rows once there are enough for a statement.
    package mutating func appendRow() throws {
        valueCount += columnCount
        guard valueCount == rowsPerStatement * columnCount else { return }
        try manyRows.run(values, count: valueCount)
        valueCount = 0
    }

    /// Inserts the remaining rows, which don't fill a statement.
    package mutating func flush() throws {
        for start in stride(from: 0, to: valueCount, by: columnCount) {
            try oneRow.run(values + start, count: columnCount)
        }
        valueCount = 0
    }
}

/// Returns the statement that inserts a number of rows; `into` is SQL: a quoted table, optionally
/// with columns.
package func insertionSQL(into: String, columnCount: Int, rowCount: Int = 1) -> String {
    let row = "(" + Array(repeating: "?", count: columnCount).joined(separator: ",") + ")"
    let rows = Array(repeating: row, count: rowCount).joined(separator: ",")
    return "INSERT INTO \(into) VALUES \(rows)"
}
