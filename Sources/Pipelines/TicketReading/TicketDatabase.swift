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
        guard access(path, R_OK) == 0 else {
            throw WorkerError(
                .inputMissing, "cannot read database '\(path)'", underlying: SystemError.last)
        }
        do {
            let queue = try open(path)
            let result = try queue.read { database in
                try database.execute(sql: "PRAGMA cache_size = -\(cacheByteCount >> 10)")
                return try body(database)
            }
            try queue.close()
            return result
        } catch let error as DatabaseError {
            throw failure(error, at: path)
        }
    }

    /// What an error of SQLite's means to who gave the database: broken or foreign data is the
    /// input's fault, a lock or a disk may be better the next time.
    private static func failure(_ error: DatabaseError, at path: String) -> WorkerError {
        switch error.resultCode {
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
        default:
            WorkerError(.io, "cannot read database '\(path)'", underlying: error.brief)
        }
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

    /// Opens it for reading, respecting the locks of those who write it.
    ///
    /// To read a database in WAL mode SQLite makes a log beside it, unless it is told that nobody
    /// writes: which is so if there is no log.
    private static func open(_ path: String) throws -> DatabaseQueue {
        if isInWALMode(path), access(path + "-wal", F_OK) != 0 {
            return try .immutable(path)
        }
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// By the version that a reader must know, byte 19 of the file.
    private static func isInWALMode(_ path: String) -> Bool {
        guard let reader = try? ChunkedFileReader(path: path) else { return false }
        return withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { header in
            let count = try? reader.read(into: header)
            return count == 20 && header[19] == 2
        }
    }
}
