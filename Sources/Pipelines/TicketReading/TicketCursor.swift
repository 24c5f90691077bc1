package import GRDB
import GRDBSQLite
import SQLiteStore
package import TicketExport

/// The rows of a SELECT, one at a time, with their bytes where SQLite has them.
package struct TicketCursor: ~Copyable {
    private let statement: PreparedStatement

    /// Prepares a SELECT of a database that must outlive it.
    ///
    /// - Throws: `DatabaseError`.
    package init(_ database: Database, select: TicketSelect) throws {
        let statement = try PreparedStatement(select.sql, in: database)
        try statement.bind(select.values)
        self.statement = statement
    }

    /// SQLite's handle, for its functions.
    package var handle: OpaquePointer { statement.handle }

    /// Moves to the next row; false at the end.
    ///
    /// - Throws: `DatabaseError`.
    @inline(__always)
    package func step() throws -> Bool {
        try statement.step()
    }

    /// Starts over with the values of another SELECT of the same text.
    ///
    /// - Throws: `DatabaseError`.
    package func restart(_ select: TicketSelect) throws {
        try statement.reset()
        try statement.bind(select.values)
    }

    /// A column of the current row, from 0, as a whole number.
    @inline(__always)
    package func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    /// A column's text, valid until the next step; no bytes for NULL.
    @inline(__always)
    package func text(_ column: Int32) -> UnsafeRawBufferPointer {
        // The statement checks and locks for every question, its value doesn't: that is a third of
        // an export's time. A value may be asked because one thread has the connection.
        let value = sqlite3_column_value(handle, column)
        let start = sqlite3_value_text(value)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    }

    /// Whether a column holds a whole number as such.
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
