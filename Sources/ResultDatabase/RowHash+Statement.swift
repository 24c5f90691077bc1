import GRDBSQLite
package import MemoryBudget
package import SQLiteStore

extension RowHash {
    /// The hash of a query's row: each column as text, NULL as no bytes.
    package init(of statement: borrowing PreparedStatement) {
        self.init()
        let handle = statement.handle
        for column in 0..<sqlite3_column_count(handle) {
            let start = sqlite3_column_text(handle, column)
            addField(
                UnsafeRawBufferPointer(
                    start: start, count: Int(sqlite3_column_bytes(handle, column))))
        }
    }
}
