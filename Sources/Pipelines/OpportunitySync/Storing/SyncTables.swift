import GRDB
import PipelineKit
import SQLiteStore

/// The tables of a synced database besides the opportunities.
enum SyncTables {
    /// The ids that the source has and the table doesn't, because their records are invalid.
    static let unstored = "sync_unstored"
    /// One row: the last pass of `generation-sweep`, and its position.
    static let pass = "sync_pass"
    /// One row: the run that may write; a later run replaces it.
    static let run = "sync_run"
    /// One row: the result of the last run.
    static let result = "sync_result"

    /// One row: the state of the database that this one was copied from; none if it began empty.
    static let origin = "sync_origin"

    static let creationSQL = """
        CREATE TABLE IF NOT EXISTS \(unstored) (id TEXT PRIMARY KEY NOT NULL,
            generation INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS \(pass) (id INTEGER PRIMARY KEY CHECK (id = 1),
            generation INTEGER NOT NULL, source TEXT, phase TEXT, start_offset INTEGER,
            start_cursor TEXT, anchor TEXT, total INTEGER, version TEXT, pages INTEGER,
            records INTEGER);
        CREATE TABLE IF NOT EXISTS \(run) (id INTEGER PRIMARY KEY CHECK (id = 1),
            token INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS \(result) (id INTEGER PRIMARY KEY CHECK (id = 1),
            strategy TEXT NOT NULL, completeness TEXT NOT NULL, reason TEXT, calls INTEGER NOT NULL,
            retries INTEGER NOT NULL, bytes INTEGER NOT NULL, inserted INTEGER NOT NULL,
            updated INTEGER NOT NULL, unchanged INTEGER NOT NULL, deleted INTEGER NOT NULL,
            failed INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS \(origin) (id INTEGER PRIMARY KEY CHECK (id = 1),
            state TEXT NOT NULL);
        """

    /// Creates missing tables and columns; the opportunities of an earlier sync stay.
    ///
    /// - Throws: `DatabaseError`; ``WorkerError`` if it is some other database.
    static func prepare(_ database: Database, path: String) throws {
        try refuseOther(database, path: path)
        try database.execute(sql: OpportunityTable.creationSQL)
        try database.execute(sql: creationSQL)
        if try !database.columns(in: OpportunityTable.name).contains(where: {
            $0.name == "generation"
        }) {
            try database.execute(
                sql:
                    "ALTER TABLE \(OpportunityTable.name) ADD generation INTEGER NOT NULL DEFAULT 0"
            )
        }
    }

    /// Refuses a database that has tables but no opportunities.
    static func refuseOther(_ database: Database, path: String) throws {
        let isFilled = try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table')")
        guard isFilled == true else { return }
        let names = try database.columns(in: OpportunityTable.name).map(\.name)
        guard Set(names).isSuperset(of: OpportunityTable.columns) else { throw other(path) }
    }

    private static func other(_ path: String) -> WorkerError {
        WorkerError(.badSetting, "database '\(path)' has no table of opportunities to sync")
    }
}
