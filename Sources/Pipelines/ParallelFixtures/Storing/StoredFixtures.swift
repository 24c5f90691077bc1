import GRDB
import GRDBSQLite
import MemoryBudget
import PipelineKit
import SQLiteStore

/// The result of a run, read back.
struct StoredFixtures {
    let path: String

    /// Counts and digests the rows, and compares their ids with those that the job returned.
    ///
    /// - Throws: ``WorkerError`` if there is no such database.
    func outcome() throws -> VerifiedOutcome {
        do {
            let queue = try DatabaseQueue.immutable(path)
            return try queue.read { database in try outcome(database) }
        } catch let error as DatabaseError {
            throw WorkerError(.io, "cannot read database '\(path)'", underlying: error.brief)
        }
    }

    private func outcome(_ database: Database) throws -> VerifiedOutcome {
        let sql =
            "SELECT \(FixtureStore.columns.joined(separator: ", ")) FROM \(FixtureStore.table)"
        let statement = try PreparedStatement(sql, in: database)
        var rows = RowDigest()
        var ids = RowDigest()
        while try statement.step() {
            rows.add(row(statement.handle))
            ids.add(RowHash(ofID: Int(sqlite3_column_int64(statement.handle, 0))))
        }
        let returned = try Row.fetchOne(database, sql: "SELECT * FROM \(FixtureStore.resultTable)")
        let isSame = returned?["ids"] == ids.count && returned?["digest"] == ids.hexadecimal
        return VerifiedOutcome(
            rows: rows.count, digest: isSame ? rows.hexadecimal : "",
            remark: isSame ? nil : "the ids that the job returned are not those of the rows")
    }

    private func row(_ handle: OpaquePointer) -> RowHash {
        var row = RowHash()
        for column in 0..<Int32(FixtureStore.columns.count) {
            let start = sqlite3_column_text(handle, column)
            row.addField(
                UnsafeRawBufferPointer(
                    start: start, count: Int(sqlite3_column_bytes(handle, column))))
        }
        return row
    }
}
