package import GRDB
import GRDBSQLite

/// A statement for hot loops, unknown to GRDB and finalized when the value is destroyed.
package struct PreparedStatement: ~Copyable {
    /// The handle for SQLite's functions.
    package let handle: OpaquePointer
    private let connection: OpaquePointer

    /// Prepares a statement of a connection, which must outlive it.
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

    /// Prepares a statement of a database that GRDB has opened.
    ///
    /// - Throws: `DatabaseError`.
    package init(_ sql: String, in database: Database) throws {
        try self.init(sql, on: database.connection())
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Binds a value to a parameter, numbered from 1, without a copy; returns SQLite's code.
    @inline(__always)
    func bind(_ value: FieldValue, to parameter: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, parameter)
        case .integer(let number): return sqlite3_bind_int64(handle, parameter, number)
        case .real(let number): return sqlite3_bind_double(handle, parameter, number)
        case .text(let bytes):
            // A nil destructor is SQLITE_STATIC: SQLite doesn't copy the bytes. Empty text needs an
            // address too, or it would be NULL.
            let start = bytes.baseAddress ?? UnsafeRawPointer(handle)
            return sqlite3_bind_text(
                handle, parameter, start.assumingMemoryBound(to: CChar.self),
                Int32(truncatingIfNeeded: bytes.count), nil)
        }
    }

    /// Binds values without a copy, runs the statement, which must return no rows, and resets it.
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

    /// Binds a value to a parameter, numbered from 1, without a copy: its memory must stay valid
    /// until the statement is reset.
    ///
    /// - Throws: `DatabaseError`.
    @inline(__always)
    package func bindInPlace(_ value: FieldValue, to parameter: Int) throws {
        try check(bind(value, to: Int32(truncatingIfNeeded: parameter)))
    }

    /// Moves to the next row of a query; returns false at its end.
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

    /// Binds an integer to a parameter, numbered from 1.
    ///
    /// - Throws: `DatabaseError`.
    package func bind(_ number: Int, to parameter: Int) throws {
        try check(sqlite3_bind_int64(handle, Int32(parameter), Int64(number)))
    }

    /// Binds a copy of a text to a parameter, numbered from 1.
    ///
    /// - Throws: `DatabaseError`.
    package func bind(_ text: String, to parameter: Int) throws {
        // SQLITE_TRANSIENT, a cast that Swift can't import: SQLite copies the text.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let count = Int32(text.utf8.count)
        try check(sqlite3_bind_text(handle, Int32(parameter), text, count, transient))
    }

    /// Resets the statement, so that it can be bound and run again.
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
    /// Returns SQLite's own handle, for functions that GRDB doesn't wrap.
    ///
    /// - Throws: `DatabaseError` if the database is closed.
    package func connection() throws -> OpaquePointer {
        guard let sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the database is closed")
        }
        return sqliteConnection
    }
}
