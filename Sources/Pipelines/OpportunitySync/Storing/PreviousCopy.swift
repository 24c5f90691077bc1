import GRDB
import Glibc
import PipelineKit
import SQLiteStore

/// The copy of an earlier sync's database, which becomes the run's output.
enum PreviousCopy {
    /// Creates the copy, unless an earlier run did, which is then continued.
    ///
    /// - Throws: ``WorkerError``, with code `badSetting` if the output exists and isn't a copy of
    ///   the database in its current state.
    static func make(of previous: String, at output: String) throws {
        do {
            // Recorded before copying, so that later changes of the database are noticed.
            let state = SharedDatabase(previous).record ?? ""
            if access(output, F_OK) == 0 {
                try refuseOther(than: previous, state: state, at: output)
            } else {
                try copy(previous, state: state, to: output)
            }
        } catch let failure as DatabaseError {
            throw WorkerError(
                .io, "cannot copy database '\(previous)' to '\(output)'", underlying: failure.brief)
        }
    }

    /// Copies one snapshot of a database, and records its origin; the copy appears when complete.
    private static func copy(_ previous: String, state: String, to output: String) throws {
        let file = try UnfinishedOutput(ofDatabase: output)
        try SharedDatabase(previous).reading { database in
            try database.execute(sql: "PRAGMA cache_size = -256")
            try SyncTables.refuseOther(database, path: previous)
            try database.copyPages(to: file.temporaryPath) { copy in
                try SyncTables.prepare(copy, path: output)
                try copy.execute(
                    sql: "INSERT OR REPLACE INTO \(SyncTables.origin) (id, state) VALUES (1, ?)",
                    arguments: [state])
            }
        }
        try synchronize(file)
        try file.publishDatabase()
    }

    private static func synchronize(_ file: UnfinishedOutput) throws(WorkerError) {
        let descriptor = open(file.temporaryPath, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw WorkerError(.io, "cannot write '\(file.path)'", underlying: SystemError.last)
        }
    }

    private static func refuseOther(
        than previous: String, state: String, at output: String
    ) throws {
        let origin = try SharedDatabase(output).reading { database in
            guard try database.tableExists(SyncTables.origin) else { return "" }
            let sql = "SELECT CAST(state AS TEXT) FROM \(SyncTables.origin)"
            let value = try DatabaseValue.fetchOne(database, sql: sql)
            return value.flatMap { String.fromDatabaseValue($0) } ?? ""
        }
        guard origin == state, !state.isEmpty else {
            throw WorkerError(
                .badSetting,
                "'\(output)' exists, but did not start as a copy of '\(previous)' in its current"
                    + " state; name another output, or continue it without '--previous'")
        }
    }
}
