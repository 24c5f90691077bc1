package import GRDB
import Glibc
package import MemoryBudget
import PipelineKit
import SQLiteStore
package import TicketExport

/// Read-only access to a database of tickets.
package enum TicketDatabase {
    /// SQLite's page cache, in bytes; small, because a scan never revisits a page.
    private static let cacheByteCount = 256 << 10

    /// Opens a database, runs `body` within one snapshot of it, and closes it.
    ///
    /// ```swift
    /// import TicketExport
    ///
    /// let digest = try TicketDatabase.reading("shop.sqlite") { database in
    ///     try TicketDatabase.digest(of: TicketSelection(query: .all), in: database)
    /// }
    /// ```
    ///
    /// - Throws: `WorkerError` that names the database if it is missing, not a database, broken,
    ///   locked, or without tickets; other errors of `body`.
    package static func reading<Result>(
        _ path: String, body: (Database) throws -> Result
    ) throws -> Result {
        try refuseSpecialFile(at: path)
        guard access(path, R_OK) == 0 else {
            throw WorkerError(
                .inputMissing, "cannot read database '\(path)'", underlying: SystemError.last)
        }
        let shared = SharedDatabase(path)
        do {
            return try shared.reading { database in
                try database.execute(sql: "PRAGMA cache_size = -\(cacheByteCount >> 10)")
                return try body(database)
            }
        } catch let error as DatabaseError {
            throw failure(error, of: shared)
        } catch is ChangedDatabase {
            throw WorkerError(
                .io,
                "database '\(path)' changed while it was read; its folder is not writable, so it"
                    + " could not be locked; try again when no program is writing to it")
        }
    }

    /// Returns the worker's error for one of SQLite's.
    ///
    /// Broken or foreign data is the input's problem; a lock or disk error may not happen again.
    private static func failure(_ error: DatabaseError, of shared: SharedDatabase) -> WorkerError {
        let path = shared.path
        return switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            WorkerError(
                .badSetting, "'\(path)' is not an intact SQLite database", underlying: error.brief)
        case .SQLITE_ERROR:
            WorkerError(
                .badSetting, "'\(path)' does not contain the requested tickets",
                underlying: error.brief)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            WorkerError(
                .io, "another program is writing database '\(path)'; try again when it is done",
                underlying: error.brief)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN:
            leftover(error, of: shared)
        default:
            WorkerError(.io, "cannot read database '\(path)'", underlying: error.brief)
        }
    }

    /// Returns the error for a database that can't be opened, or must be written before it is read.
    ///
    /// A journal or log may be left next to it that only a program with write access can resolve.
    private static func leftover(_ error: DatabaseError, of shared: SharedDatabase) -> WorkerError {
        if shared.hasContent(shared.journalPath) {
            return WorkerError(
                .badSetting,
                "a write to database '\(shared.path)' was interrupted and left"
                    + " '\(shared.journalPath)'; open it once with the program that writes it, or"
                    + " with sqlite3, to undo that write", underlying: error.brief)
        }
        if shared.hasContent(shared.logPath) {
            return WorkerError(
                .badSetting,
                "database '\(shared.path)' has a log, '\(shared.logPath)', that can't be used here;"
                    + " allow writing to its folder, or close the program that writes the database",
                underlying: error.brief)
        }
        return WorkerError(
            .io, "cannot read database '\(shared.path)'", underlying: error.brief)
    }

    /// Digests the selected rows, for selections for which a manifest has no expectation.
    ///
    /// - Throws: `DatabaseError`.
    package static func digest(
        of selection: TicketSelection, in database: Database
    ) throws -> RowDigest {
        var digest = RowDigest()
        let cursor = try TicketCursor(database, select: selection.select(.whole))
        let columnCount = Int32(selection.query.columns.count)
        while try cursor.step() {
            var row = RowHash()
            for column in 0..<columnCount { row.addField(cursor.text(column)) }
            digest.add(row)
        }
        return digest
    }
}
