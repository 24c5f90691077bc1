import GRDB
import GRDBSQLite
import MemoryBudget
import PipelineKit
import ResultDatabase
import SQLiteStore

/// The verification of a run's result.
struct StoredFixtures {
    let path: String

    /// Counts and digests the rows, and compares their ids with those that the job returned.
    ///
    /// - Throws: ``WorkerError`` for a database that is missing, broken or has the wrong layout.
    func outcome() throws -> VerifiedOutcome {
        try ResultDatabase.read(path) { try outcome($0) }
    }

    private func outcome(_ database: Database) throws -> VerifiedOutcome {
        let layout = try DatabaseLayout.made(by: [FixtureStore.creationSQL])
        if let difference = try DatabaseLayout(database).difference(from: layout) {
            throw WorkerError(.io, "database '\(path)' has the wrong layout: \(difference)")
        }
        let sql =
            "SELECT \(FixtureStore.columns.joined(separator: ", ")) FROM \(FixtureStore.table)"
        let statement = try PreparedStatement(sql, in: database)
        var rows = RowDigest()
        var ids = RowDigest()
        while try statement.step() {
            rows.add(RowHash(of: statement))
            ids.add(RowHash(ofID: Int(sqlite3_column_int64(statement.handle, 0))))
        }
        let isSame = try isReturned(ids, by: database)
        return VerifiedOutcome(
            rows: rows.count, digest: isSame ? rows.hexadecimal : "",
            remark: isSame ? nil : "the ids that the job returned differ from the stored ones")
    }

    /// Returns whether the job reported these ids; its columns may hold values of any type.
    private func isReturned(_ ids: RowDigest, by database: Database) throws -> Bool {
        let sql = "SELECT ids, digest FROM \(FixtureStore.resultTable)"
        guard let row = try Row.fetchOne(database, sql: sql) else { return false }
        let (count, digest): (DatabaseValue, DatabaseValue) = (row[0], row[1])
        return count == ids.count.databaseValue && digest == ids.hexadecimal.databaseValue
    }
}
