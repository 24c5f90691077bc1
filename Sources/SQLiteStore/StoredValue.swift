import GRDBSQLite

/// A column's value as it is stored; its bytes are there until the statement moves on.
package enum StoredValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
    case blob(UnsafeRawBufferPointer)
}

extension PreparedStatement {
    /// The number of columns of each row.
    package var columnCount: Int32 { sqlite3_column_count(handle) }

    /// A column of the current row, from 0, with the type that it is stored as.
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
