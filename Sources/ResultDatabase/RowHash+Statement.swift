package import MemoryBudget
package import SQLiteStore

extension RowHash {
    /// Creates the hash of a statement's current row from its columns, as stored, with their types.
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
