import Foundation
import GRDB
import SQLiteStore

/// The database that a run fills, with its table.
struct RowStore {
    let queue: DatabaseQueue
    let table: TableSchema

    /// Creates the database and its table.
    ///
    /// - Parameters:
    ///   - cacheByteCount: SQLite's page cache, in bytes; `nil` keeps its default of 2 MiB.
    ///   - pageByteCount: The size of a page; `nil` keeps SQLite's default of 4 KiB.
    init(
        path: String, table: TableSchema, cacheByteCount: Int? = nil, pageByteCount: Int? = nil
    ) throws {
        queue = try .filling(path, cacheByteCount: cacheByteCount, pageByteCount: pageByteCount)
        self.table = table
        try queue.write { try $0.execute(sql: table.creationSQL) }
    }
}

extension TableSchema {
    /// Inserts one row of strings, which the columns' types convert.
    ///
    /// GRDB binds a string only up to its first NUL, so a row with a NUL is bound as bytes and cast
    /// to text.
    func insert(_ row: [String], into database: Database) throws {
        guard row.contains(where: { $0.utf8.contains(0) }) else {
            try database.execute(sql: insertionSQL, arguments: StatementArguments(row))
            return
        }
        let casts = columns.map { "CAST(CAST(? AS TEXT) AS \($0.type.sqlName))" }
        let sql = "INSERT INTO \(quoted(name)) VALUES (\(casts.joined(separator: ",")))"
        try database.execute(sql: sql, arguments: StatementArguments(row.map { Data($0.utf8) }))
    }
}
