package import GRDB
import Glibc
package import MemoryBudget
import PipelineKit
import SQLiteStore
package import TicketExport

/// A database of tickets that is read and never changed.
package enum TicketDatabase {
    /// SQLite's page cache: a scan has no use for pages that it has left behind.
    private static let cacheByteCount = 256 << 10

    /// Opens a database, runs `body` within one snapshot of it, and closes it.
    ///
    /// - Throws: `WorkerError` that names the database: it is missing, none, broken, locked, or has
    ///   no such table. What else `body` throws is passed on.
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
                    + " could not be locked: try again when no program writes it")
        }
    }

    /// What an error of SQLite's means to who gave the database: broken or foreign data is the
    /// input's fault, a lock or a disk may be better the next time.
    private static func failure(_ error: DatabaseError, of shared: SharedDatabase) -> WorkerError {
        let path = shared.path
        return switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            WorkerError(
                .badSetting, "'\(path)' is no whole SQLite database", underlying: error.brief)
        case .SQLITE_ERROR:
            WorkerError(
                .badSetting, "'\(path)' does not hold the tickets that are asked for",
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

    /// The error of a database that can't be opened, or needs writing first: something may lie beside it
    /// that only a program that writes can deal with.
    private static func leftover(_ error: DatabaseError, of shared: SharedDatabase) -> WorkerError {
        if shared.hasContent(shared.journalPath) {
            return WorkerError(
                .badSetting,
                "a write to database '\(shared.path)' was cut off and left '\(shared.journalPath)';"
                    + " open it once with the program that writes it, or with sqlite3, to undo that"
                    + " write", underlying: error.brief)
        }
        if shared.hasContent(shared.logPath) {
            return WorkerError(
                .badSetting,
                "database '\(shared.path)' has a log, '\(shared.logPath)', that can't be used from"
                    + " here; allow writing to its folder, or close the program that writes it",
                underlying: error.brief)
        }
        return WorkerError(
            .io, "cannot read database '\(shared.path)'", underlying: error.brief)
    }

    /// Digests the selected rows: what is right for settings that no manifest knows.
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
