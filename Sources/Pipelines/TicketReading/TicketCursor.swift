package import GRDB
import GRDBSQLite
import SQLiteStore
package import TicketExport

/// A cursor over the rows of a SELECT, whose text is read directly from SQLite's memory.
///
/// ```swift
/// import TicketExport
///
/// try TicketDatabase.reading("shop.sqlite") { database in
///     let select = TicketSelection(query: .all).select(.whole)
///     let cursor = try TicketCursor(database, select: select)
///     while try cursor.step() { print(cursor.integer(0), cursor.text(1).count) }
/// }
/// ```
package struct TicketCursor: ~Copyable {
    private let statement: PreparedStatement

    /// Prepares a SELECT; the database must outlive the cursor.
    ///
    /// - Throws: `DatabaseError`.
    package init(_ database: Database, select: TicketSelect) throws {
        let statement = try PreparedStatement(select.sql, in: database)
        try statement.bind(select.values)
        self.statement = statement
    }

    /// SQLite's statement handle, for its C functions.
    package var handle: OpaquePointer { statement.handle }

    /// Moves to the next row; returns `false` at the end.
    ///
    /// - Throws: `DatabaseError`.
    @inline(__always)
    package func step() throws -> Bool {
        try statement.step()
    }

    /// Starts over with the values of another SELECT that has the same text.
    ///
    /// - Throws: `DatabaseError`.
    package func restart(_ select: TicketSelect) throws {
        try statement.reset()
        try statement.bind(select.values)
    }

    /// Returns a column of the current row, counted from 0, as a whole number.
    @inline(__always)
    package func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    /// Returns a column's text, valid until the next step; NULL has no bytes.
    @inline(__always)
    package func text(_ column: Int32) -> UnsafeRawBufferPointer {
        // SQLite checks and locks on each read through the statement but not through its value:
        // that saves a third of an export's time. It is safe because one thread has the connection.
        let value = sqlite3_column_value(handle, column)
        let start = sqlite3_value_text(value)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    }

    /// Returns whether a column's value is stored as a whole number.
    @inline(__always)
    package func isInteger(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_INTEGER
    }
}

extension PreparedStatement {
    fileprivate func bind(_ values: [TicketSelect.Value]) throws {
        for (index, value) in values.enumerated() {
            switch value {
            case .integer(let number): try bind(number, to: index + 1)
            case .text(let text): try bind(text, to: index + 1)
            }
        }
    }
}
