import GRDBSQLite

/// A column's value as stored; its bytes are valid until the statement moves on.
package enum StoredValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
    case blob(UnsafeRawBufferPointer)
}

extension PreparedStatement {
    /// The number of columns per row.
    package var columnCount: Int32 { sqlite3_column_count(handle) }

    /// Returns a column of the current row, numbered from 0, with the type it is stored as.
    @inline(__always)
    package func value(_ column: Int32) -> StoredValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: return .text(bytes(sqlite3_column_text(handle, column), of: column))
        case SQLITE_BLOB: return .blob(bytes(sqlite3_column_blob(handle, column), of: column))
        default: return .null
        }
    }

    private func bytes(
        _ start: UnsafeRawPointer?, of column: Int32
    ) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }
}
