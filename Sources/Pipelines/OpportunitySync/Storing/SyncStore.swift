import GRDB
import GRDBSQLite
import PipelineKit
import SQLiteStore

/// The database of a sync, with the counts of a run's work so far.
final class SyncStore {
    private let queue: DatabaseQueue
    private let token = Int64.random(in: .min ... .max)
    private var writer: PageWriter?
    private(set) var result = SyncResult(.complete)

    /// The number of rows checked per transaction of the sweep, and so the maximum deleted by one.
    private static let sweepBatchCount = 1000

    /// Opens a database, and creates it if it is missing.
    ///
    /// - Parameter cacheByteCount: SQLite's page cache, in bytes; `nil` keeps its default of 2 MiB.
    /// - Throws: `DatabaseError`; ``WorkerError`` if it is some other database.
    init(_ path: String, cacheByteCount: Int?) throws {
        queue = try .filling(path, cacheByteCount: cacheByteCount)
        try queue.write { [token] database in
            try SyncTables.prepare(database, path: path)
            try database.execute(
                sql: "INSERT OR REPLACE INTO \(SyncTables.run) (id, token) VALUES (1, ?)",
                arguments: [token])
        }
    }

    /// Reads in a transaction.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.read(body)
    }

    /// Writes in a transaction.
    ///
    /// Two runs at once would stamp each other's rows, and delete rows that the other saw, so the
    /// run that began first ends.
    ///
    /// - Throws: ``WorkerError`` if another run has begun.
    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.write { database in
            let owner = try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT token FROM \(SyncTables.run)"))
            guard owner == token else {
                throw WorkerError(.io, "another sync of this database has begun")
            }
            return try body(database)
        }
    }

    /// Returns whether no opportunity is stored.
    func isEmpty() throws -> Bool {
        try queue.read { database in
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM \(OpportunityTable.name))"
            return try Bool.fetchOne(database, sql: sql) ?? true
        }
    }

    /// Starts stamping rows.
    ///
    /// `nil` leaves stamps unchanged and ends the saved pass, which would take unstamped rows for
    /// deleted ones.
    func begin(generation: Int?) throws {
        writer = nil
        writer = try write { database in
            if generation == nil { try SavedPass.forget(database) }
            return try PageWriter(database, generation: generation)
        }
    }

    /// Writes a page in one transaction, together with the writes of `save`.
    func write(
        _ page: OpportunityPage, save: (Database, PageCounts) throws -> Void = { _, _ in }
    ) throws -> PageCounts {
        let counts = try write { database in
            guard let writer else { preconditionFailure("begin(generation:) comes first") }
            let counts = try writer.write(page)
            try save(database, counts)
            return counts
        }
        result.insertedCount += counts.inserted
        result.updatedCount += counts.updated
        result.unchangedCount += counts.unchanged
        result.failedCount += counts.problems.count
        return counts
    }

    /// Deletes rows that are gone, in batches in the order of ids.
    ///
    /// - Parameters:
    ///   - isGone: Whether the row with an id and a stamp is gone.
    ///   - goesOn: Whether to continue with another batch.
    /// - Returns: Whether the sweep reached the end.
    func sweep(
        isGone: (_ id: UnsafeRawBufferPointer, _ generation: Int) -> Bool, while goesOn: () -> Bool
    ) throws -> Bool {
        var last: [UInt8]? = []
        while let start = last {
            guard goesOn() else { return false }
            last = try write { try sweepBatch($0, after: start, isGone: isGone) }
        }
        return true
    }

    /// Sweeps one batch, and returns its last id; `nil` at the end.
    ///
    /// Ids are kept as bytes, because two of them might become the same as text.
    private func sweepBatch(
        _ database: Database, after start: [UInt8],
        isGone: (_ id: UnsafeRawBufferPointer, _ generation: Int) -> Bool
    ) throws -> [UInt8]? {
        var goneIDs: [[UInt8]] = []
        var last: [UInt8]?
        var count = 0
        let query = try PreparedStatement(
            """
            SELECT id, generation FROM \(OpportunityTable.name) WHERE id > ? ORDER BY id LIMIT ?
            """, in: database)
        try start.withUnsafeBytes { start in
            try query.bindInPlace(.text(start), to: 1)
            try query.bind(Self.sweepBatchCount, to: 2)
            while try query.step() {
                // Only text sorts after the ids before it; other types would be read forever.
                guard sqlite3_column_type(query.handle, 0) == SQLITE_TEXT else {
                    throw WorkerError(.io, "the database has an id that is not text")
                }
                let id = UnsafeRawBufferPointer(
                    start: sqlite3_column_text(query.handle, 0),
                    count: Int(sqlite3_column_bytes(query.handle, 0)))
                count += 1
                if count == Self.sweepBatchCount { last = Array(id) }
                if isGone(id, Int(sqlite3_column_int64(query.handle, 1))) {
                    goneIDs.append(Array(id))
                }
            }
            try query.reset()
        }
        try delete(goneIDs, from: database)
        return last
    }

    private func delete(_ ids: [[UInt8]], from database: Database) throws {
        guard !ids.isEmpty else { return }
        let deletion = try PreparedStatement(
            "DELETE FROM \(OpportunityTable.name) WHERE id = ?", in: database)
        for id in ids {
            try id.withUnsafeBytes { id in
                try deletion.bindInPlace(.text(id), to: 1)
                _ = try deletion.step()
                try deletion.reset()
            }
        }
        result.deletedCount += ids.count
    }

    /// Stores the run's result, and leaves the database as one file.
    ///
    /// If another process still reads an earlier state, the log remains, with all commits.
    func finish(_ strategy: String, result: SyncResult) throws {
        writer = nil
        try write { try StoredResult(strategy: strategy, result: result).save($0) }
        do {
            try queue.finish()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            try queue.close()
        }
    }
}
