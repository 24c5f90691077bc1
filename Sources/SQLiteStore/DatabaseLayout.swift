package import GRDB

/// The layout of a database: its tables with their columns, and the names of what else is in its schema.
package struct DatabaseLayout: Equatable, Sendable {
    /// A column, as SQLite's `table_xinfo` tells of it.
    struct Column: Equatable, Sendable {
        let name: String
        let declaredType: String
        let isRequired: Bool
        /// Its place in the primary key, from 1; 0 for a column that isn't in it.
        let keyPlace: Int
        /// The way it is generated, as SQLite numbers it; 0 for one that isn't.
        let generation: Int
    }

    private let tables: [String: [Column]]
    /// Indexes, views and triggers: `index 'a'`.
    private let others: Set<String>

    /// Reads the layout; what SQLite made for itself is left out.
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

    /// The layout that statements make, in memory.
    ///
    /// - Throws: `DatabaseError`.
    package static func made(by statements: [String]) throws -> DatabaseLayout {
        try DatabaseQueue().write { database in
            for statement in statements { try database.execute(sql: statement) }
            return try DatabaseLayout(database)
        }
    }

    /// The first difference from another layout, as in `table 'a' has no column 'b'`; nil if there is none.
    ///
    /// - Parameter allowsMore: Whether tables, and columns behind the others, may be there that the other
    ///   layout doesn't have.
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
        return surplus.map { "it has \($0), which does not belong there" }
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
            // An owner of more may have keys and rules of their own.
            guard allowsMore || found == column else {
                return "declares column '\(column.name)' in another way"
            }
        }
        if allowsMore || columns == right { return nil }
        let known = Set(right.map(\.name))
        let surplus = columns.first { !known.contains($0.name) }
        return surplus.map { "has column '\($0.name)', which does not belong there" }
            ?? "has its columns in another order"
    }

    /// Generated columns are only in the extended list.
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

    // A damaged schema may hold anything, and other ways to read a row trap.
    private static func text(_ row: Row, at index: Int) -> String {
        let value: DatabaseValue = row[index]
        return String.fromDatabaseValue(value) ?? ""
    }

    private static func number(_ row: Row, at index: Int) -> Int {
        let value: DatabaseValue = row[index]
        return Int.fromDatabaseValue(value) ?? 0
    }
}
