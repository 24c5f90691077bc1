package import GRDB
import GRDBSQLite

/// An SQLite error without the statement, which can be as long as a row.
package struct DatabaseFailure: Error, CustomStringConvertible {
    /// The message and SQLite's extended code.
    package let description: String
}

extension DatabaseError {
    /// The error in a few words.
    package var brief: DatabaseFailure {
        DatabaseFailure(
            description: "\(message ?? "unknown failure") (SQLite \(extendedResultCode.rawValue))")
    }

    /// Creates the error of a connection's last failure.
    package init(of connection: OpaquePointer) {
        self.init(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }
}
