package import GRDB

/// The layout of a database: its tables with their columns, and the names of other schema objects.
///
/// ```swift
/// let expected = try DatabaseLayout.made(by: ["CREATE TABLE orders (id INTEGER PRIMARY KEY)"])
/// let queue = try DatabaseQueue.immutable("orders.sqlite")
/// let difference = try await queue.read { try DatabaseLayout($0).difference(from: expected) }
/// ```
package struct DatabaseLayout: Equatable, Sendable {
    /// A column, as described by SQLite's `table_xinfo`.
    struct Column: Equatable, Sendable {
        let name: String
        let declaredType: String
        let isRequired: Bool
        /// The position in the primary key, from 1; 0 for a column that isn't part of it.
        let keyPlace: Int
        /// SQLite's number for the way the column is generated; 0 if it isn't.
        let generation: Int
    }

    private let tables: [String: [Column]]
    /// Indexes, views and triggers, such as `index 'a'`.
    private let others: Set<String>

    /// Reads the layout, without SQLite's internal tables.
    ///
    /// - Throws: `DatabaseError`.
    package init(_ database: Database) throws {
        let sql =
            "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        var tables: [String: [Column]] = [:]
        var others: Set<String> = []
        for row in try Row.fetchAll(database, sql: sql) {
            let (type, name) = (Self.text(row, at: 0), Self.text(row, at: 1))
            if type == "table" {
                tables[name] = try Self.columns(of: name, in: database)
            } else {
                others.insert("\(type) '\(name)'")
            }
        }
        self.tables = tables
        self.others = others
    }

    /// Returns the layout that statements create, by running them in memory.
    ///
    /// - Throws: `DatabaseError`.
    package static func made(by statements: [String]) throws -> DatabaseLayout {
        try DatabaseQueue().write { database in
            for statement in statements { try database.execute(sql: statement) }
            return try DatabaseLayout(database)
        }
    }

    /// Returns the first difference from another layout, such as `table 'a' has no column 'b'`;
    /// `nil` if there is none.
    ///
    /// - Parameter allowsMore: Whether additional tables, and additional columns after the others,
    ///   are allowed.
    package func difference(from right: DatabaseLayout, allowsMore: Bool = false) -> String? {
        for (name, columns) in right.tables.sorted(by: { $0.key < $1.key }) {
            guard let found = tables[name] else { return "it has no table '\(name)'" }
            let difference = Self.difference(found, from: columns, allowsMore: allowsMore)
            if let difference { return "table '\(name)' \(difference)" }
        }
        if let missing = right.others.subtracting(others).min() { return "it has no \(missing)" }
        guard !allowsMore else { return nil }
        let surplus =
            Set(tables.keys).subtracting(right.tables.keys).min().map { "table '\($0)'" }
            ?? others.subtracting(right.others).min()
        return surplus.map { "it has \($0), which is unexpected" }
    }

    private static func difference(
        _ columns: [Column], from right: [Column], allowsMore: Bool
    ) -> String? {
        for column in right {
            guard let found = columns.first(where: { $0.name == column.name }) else {
                return "has no column '\(column.name)'"
            }
            guard found.declaredType == column.declaredType else {
                return "declares column '\(column.name)' as '\(found.declaredType)', not"
                    + " '\(column.declaredType)'"
            }
            // With `allowsMore`, additional columns may have keys and constraints of their own.
            guard allowsMore || found == column else {
                return "declares column '\(column.name)' differently"
            }
        }
        if allowsMore || columns == right { return nil }
        let known = Set(right.map(\.name))
        let surplus = columns.first { !known.contains($0.name) }
        return surplus.map { "has column '\($0.name)', which is unexpected" }
            ?? "has its columns in a different order"
    }

    /// Reads the columns of a table; only the extended list has generated ones.
    private static func columns(of table: String, in database: Database) throws -> [Column] {
        try Row.fetchAll(
            database,
            sql: "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?)",
            arguments: [table]
        ).map { row in
            Column(
                name: text(row, at: 0), declaredType: text(row, at: 1).uppercased(),
                isRequired: number(row, at: 2) != 0, keyPlace: number(row, at: 3),
                generation: number(row, at: 4))
        }
    }

    // A damaged schema may hold any value, and other ways to read a row trap.
    private static func text(_ row: Row, at index: Int) -> String {
        let value: DatabaseValue = row[index]
        return String.fromDatabaseValue(value) ?? ""
    }

    private static func number(_ row: Row, at index: Int) -> Int {
        let value: DatabaseValue = row[index]
        return Int.fromDatabaseValue(value) ?? 0
    }
}
