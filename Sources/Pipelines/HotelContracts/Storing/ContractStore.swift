import GRDB
import SQLiteStore

/// The database that a run fills, with all its tables.
struct ContractStore {
    let queue: DatabaseQueue

    /// Creates the database and its tables.
    ///
    /// - Parameter cacheByteCount: SQLite's page cache, in bytes; `nil` keeps its default of 2 MiB.
    init(path: String, cacheByteCount: Int? = nil) throws {
        queue = try .filling(path, cacheByteCount: cacheByteCount)
        try queue.write { database in
            for table in StoredTable.all { try database.execute(sql: table.creationSQL) }
        }
    }

    /// Runs `body`, which writes in its own transactions; one left open on an error is rolled back.
    func writing<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.writeWithoutTransaction { database in
            try database.rollingBackOnError { try body(database) }
        }
    }
}
