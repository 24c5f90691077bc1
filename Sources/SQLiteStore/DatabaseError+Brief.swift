package import GRDB
import GRDBSQLite

/// What SQLite said, without the statement: that can be as long as a row.
package struct DatabaseFailure: Error, CustomStringConvertible {
    /// The message and SQLite's extended code.
    package let description: String
}

extension DatabaseError {
    /// The failure in a few words.
    package var brief: DatabaseFailure {
        DatabaseFailure(
            description: "\(message ?? "unknown failure") (SQLite \(extendedResultCode.rawValue))")
    }

    /// What a connection says about its last failure.
    package init(of connection: OpaquePointer) {
        self.init(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }
}
