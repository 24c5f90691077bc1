package import MemoryBudget
package import SQLiteStore

extension RowHash {
    /// The hash of a query's row: each column as it is stored, with its type.
    package init(of statement: borrowing PreparedStatement) {
        self.init()
        for column in 0..<statement.columnCount {
            switch statement.value(column) {
            case .null: addNull()
            case .integer(let number): addField(integer: number)
            case .real(let number): addField(real: number)
            case .text(let bytes): addField(bytes)
            case .blob(let bytes): addField(blob: bytes)
            }
        }
    }
}
