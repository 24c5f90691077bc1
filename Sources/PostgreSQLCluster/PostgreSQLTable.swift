/// A table to be made and filled.
package struct PostgreSQLTable: Sendable {
    /// Its name, to be written in SQL as it is.
    package let name: String
    /// Its columns with their types, as CREATE TABLE takes them.
    package let columns: String
    /// The column that is its key.
    package let key: String

    /// Describes a table; all three are written in SQL as they are.
    package init(name: String, columns: String, key: String) {
        self.name = name
        self.columns = columns
        self.key = key
    }
}
