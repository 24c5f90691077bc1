import Foundation
package import GRDB

extension DatabaseQueue {
    /// The longest wait for somebody else's lock, in seconds.
    private static let busySecondsMax = 5.0

    /// The size of the log at which a commit moves it into the file, in bytes: SQLite's default of 1,000
    /// pages, for its default page of 4 KiB.
    private static let logByteCount = 4 << 20

    /// Makes the database that a run fills: in WAL with normal synchronisation.
    ///
    /// - Parameters:
    ///   - cacheByteCount: SQLite's page cache; nil leaves its default of 2 MiB.
    ///   - pageByteCount: The size of a page, a power of two from 512 to 65,536; nil leaves SQLite's
    ///     default of 4 KiB. The log is as long with any.
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

    /// Moves the log into the database file and closes it, so that the file stands alone.
    ///
    /// - Throws: `DatabaseError`.
    package func finish() throws {
        try writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try close()
    }

    /// Opens a database that nobody writes, as the result of a run that has ended: the file alone,
    /// whatever log lies beside it. What was never checkpointed is not in it, and reading leaves
    /// nothing behind. One that others may write is a ``SharedDatabase``.
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
    /// A path with a parameter of SQLite's, which takes both as one name.
    static func databaseURI(_ path: String, parameter: String) -> String {
        let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return "file:\(escaped)?\(parameter)"
    }
}

extension Database {
    /// Whether a transaction that reads keeps others from writing the file: with a journal for
    /// undoing writes it does, with a log beside the file it doesn't.
    ///
    /// - Throws: `DatabaseError`.
    package func keepsWritersOut() throws -> Bool {
        try String.fetchOne(self, sql: "PRAGMA journal_mode") == "delete"
    }

    /// Copies the pages as a transaction of this connection sees them, wherever they are: in the file
    /// or in a log. The copy is an empty file, to be removed when this fails.
    ///
    /// - Parameter amend: Adds to the copy; default nothing.
    /// - Throws: `DatabaseError`, and what `amend` throws.
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

    /// What is broken in the file's structure; nil if nothing is.
    ///
    /// - Throws: `DatabaseError`.
    package func damage() throws -> String? {
        let report = try String.fetchOne(self, sql: "PRAGMA quick_check(1)") ?? "no answer"
        return report == "ok" ? nil : report
    }

    /// Runs `body`, and rolls back the transaction that it left open when it threw.
    ///
    /// GRDB traps on a transaction left open; the first error is the one to tell.
    package func rollingBackOnError<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            if isInsideTransaction { try? rollback() }
            throw error
        }
    }
}
