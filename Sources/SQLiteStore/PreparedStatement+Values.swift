import GRDB
import GRDBSQLite

extension PreparedStatement {
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

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw DatabaseError(of: sqlite3_db_handle(handle)) }
    }
}
