package import GRDB
import GRDBSQLite

/// A statement that GRDB doesn't know of, for hot loops; finalised when it goes.
package struct PreparedStatement: ~Copyable {
    /// For SQLite's functions.
    package let handle: OpaquePointer
    private let connection: OpaquePointer

    /// Prepares a statement of a connection that must outlive it.
    ///
    /// - Throws: `DatabaseError`.
    package init(_ sql: String, on connection: OpaquePointer) throws {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw DatabaseError(of: connection) }
        handle = statement
        self.connection = connection
    }

    /// Prepares a statement of a database that GRDB has open.
    ///
    /// - Throws: `DatabaseError`.
    package init(_ sql: String, in database: Database) throws {
        try self.init(sql, on: database.connection())
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Binds a value to a parameter, from 1, without a copy; SQLite's code.
    @inline(__always)
    func bind(_ value: FieldValue, to parameter: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, parameter)
        case .integer(let number): return sqlite3_bind_int64(handle, parameter, number)
        case .real(let number): return sqlite3_bind_double(handle, parameter, number)
        case .text(let bytes):
            // A nil destructor is SQLITE_STATIC: SQLite reads the bytes where they are. Text of no
            // bytes must have an address all the same: without one it would be NULL.
            let start = bytes.baseAddress ?? UnsafeRawPointer(handle)
            return sqlite3_bind_text(
                handle, parameter, start.assumingMemoryBound(to: CChar.self),
                Int32(truncatingIfNeeded: bytes.count), nil)
        }
    }

    /// Binds the values in place, runs the statement, which gives no rows, and resets it.
    ///
    /// - Throws: `DatabaseError`.
    package func run(_ values: UnsafePointer<FieldValue>, count: Int) throws {
        var code = SQLITE_OK
        for index in 0..<count {
            code |= bind(values[index], to: Int32(truncatingIfNeeded: index &+ 1))
        }
        let step = sqlite3_step(handle)
        let reset = sqlite3_reset(handle)
        guard code == SQLITE_OK, step == SQLITE_DONE, reset == SQLITE_OK else {
            throw DatabaseError(of: connection)
        }
    }

    /// Binds a value to a parameter, from 1, without a copy: what it points to must stay until the
    /// statement is reset.
    ///
    /// - Throws: `DatabaseError`.
    @inline(__always)
    package func bindInPlace(_ value: FieldValue, to parameter: Int) throws {
        try check(bind(value, to: Int32(truncatingIfNeeded: parameter)))
    }

    /// Moves to the next row of a query; false at its end.
    ///
    /// - Throws: `DatabaseError`.
    @inline(__always)
    package func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw DatabaseError(of: connection)
        }
    }

    /// Binds a whole number to a parameter, from 1.
    ///
    /// - Throws: `DatabaseError`.
    package func bind(_ number: Int, to parameter: Int) throws {
        try check(sqlite3_bind_int64(handle, Int32(parameter), Int64(number)))
    }

    /// Binds a copy of a text to a parameter, from 1.
    ///
    /// - Throws: `DatabaseError`.
    package func bind(_ text: String, to parameter: Int) throws {
        // SQLITE_TRANSIENT, a cast that Swift can't import: SQLite copies the text.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let count = Int32(text.utf8.count)
        try check(sqlite3_bind_text(handle, Int32(parameter), text, count, transient))
    }

    /// Ends the statement's run, so that it can be bound and run again.
    ///
    /// - Throws: `DatabaseError` if the run had failed.
    package func reset() throws {
        try check(sqlite3_reset(handle))
    }

    @inline(__always)
    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw DatabaseError(of: connection) }
    }
}

extension Database {
    /// SQLite's own handle, for functions that GRDB has none for.
    ///
    /// - Throws: `DatabaseError` if the database is closed.
    package func connection() throws -> OpaquePointer {
        guard let sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the database is closed")
        }
        return sqliteConnection
    }
}
