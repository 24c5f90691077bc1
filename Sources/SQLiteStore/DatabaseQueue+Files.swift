import Foundation
package import GRDB

extension DatabaseQueue {
    /// The maximum wait for another connection's lock, in seconds.
    private static let busySecondsMax = 5.0

    /// The size of the log at which a commit moves it into the file, in bytes: SQLite's default of
    /// 1,000 pages, for its default page size of 4 KiB.
    private static let logByteCount = 4 << 20

    /// Creates the database that a run fills, in WAL mode with normal synchronization.
    ///
    /// ```swift
    /// let queue = try DatabaseQueue.filling("orders.sqlite", cacheByteCount: 8 << 20)
    /// try await queue.write { try $0.execute(sql: "CREATE TABLE orders (id INTEGER PRIMARY KEY)") }
    /// try queue.finish()
    /// ```
    ///
    /// - Parameters:
    ///   - cacheByteCount: The size of SQLite's page cache; `nil` for its default of 2 MiB.
    ///   - pageByteCount: The page size, a power of two from 512 to 65,536; `nil` for SQLite's
    ///     default of 4 KiB. The size of the log doesn't depend on it.
    /// - Throws: `DatabaseError`.
    package static func filling(
        _ path: String, cacheByteCount: Int? = nil, pageByteCount: Int? = nil
    ) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(busySecondsMax)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            if let pageByteCount {
                try database.execute(
                    sql: """
                        PRAGMA page_size = \(pageByteCount);
                        PRAGMA wal_autocheckpoint = \(logByteCount / pageByteCount)
                        """)
            }
            if let cacheByteCount {
                try database.execute(sql: "PRAGMA cache_size = -\(cacheByteCount >> 10)")
            }
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Moves the log into the database file and closes it, leaving a single file.
    ///
    /// - Throws: `DatabaseError`.
    package func finish() throws {
        try writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try close()
    }

    /// Opens the result of a run that has ended, to which nothing writes: only the file, without
    /// any log beside it. Changes that were never checkpointed are missing, and reading leaves no
    /// files behind. For a database that others may write to, use ``SharedDatabase``.
    ///
    /// - Throws: `DatabaseError`.
    package static func immutable(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(
            path: .databaseURI(path, parameter: "immutable=1"), configuration: configuration)
    }
}

extension String {
    /// Returns the SQLite URI of a path with one parameter.
    static func databaseURI(_ path: String, parameter: String) -> String {
        let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return "file:\(escaped)?\(parameter)"
    }
}

extension Database {
    /// Returns whether a read transaction prevents others from writing: with a rollback journal it
    /// does, with a write-ahead log it doesn't.
    ///
    /// - Throws: `DatabaseError`.
    package func keepsWritersOut() throws -> Bool {
        try String.fetchOne(self, sql: "PRAGMA journal_mode") == "delete"
    }

    /// Copies all pages as a transaction of this connection sees them, from the file or the log.
    /// The copy is an empty file to begin with, to be removed by the caller on an error.
    ///
    /// - Parameter amend: Adds to the copy; does nothing by default.
    /// - Throws: `DatabaseError`, and errors of `amend`.
    package func copyPages(
        to path: String, amend: (Database) throws -> Void = { _ in }
    ) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { copy in
            let sql =
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -256"
            try copy.execute(sql: sql)
        }
        let copy = try DatabaseQueue(path: path, configuration: configuration)
        try copy.writeWithoutTransaction { copy in
            try backup(to: copy)
            try amend(copy)
        }
        try copy.close()
    }

    /// Returns a description of damage to the file's structure; `nil` if it is intact.
    ///
    /// - Throws: `DatabaseError`.
    package func damage() throws -> String? {
        let report = try String.fetchOne(self, sql: "PRAGMA quick_check(1)") ?? "no answer"
        return report == "ok" ? nil : report
    }

    /// Runs `body`, and rolls back the transaction that it leaves open if it throws.
    ///
    /// GRDB traps on a transaction left open, which would hide the error.
    package func rollingBackOnError<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            if isInsideTransaction { try? rollback() }
            throw error
        }
    }
}
