/// A table to create and fill.
package struct PostgreSQLTable: Sendable {
    /// The table's name, used in SQL as is.
    package let name: String
    /// The columns with their types, as in CREATE TABLE.
    package let columns: String
    /// The primary key column.
    package let key: String

    /// Creates a table description; all three are used in SQL as is.
    package init(name: String, columns: String, key: String) {
        self.name = name
        self.columns = columns
        self.key = key
    }
}
