import GRDB
import GRDBSQLite
import MemoryBudget
import PipelineKit
import SQLiteStore

/// The result of a run, read back.
struct StoredOpportunities {
    let path: String

    /// Counts and digests the rows, and reads how the run says it ended.
    ///
    /// - Throws: ``WorkerError`` if there is no such database, or it is broken.
    func outcome() throws -> VerifiedOutcome {
        do {
            return try DatabaseQueue.immutable(path).read { database in
                if let damage = try database.damage() {
                    throw WorkerError(.io, "database '\(path)' is broken: \(damage)")
                }
                return try outcome(database)
            }
        } catch let error as DatabaseError {
            throw WorkerError(.io, "cannot read database '\(path)'", underlying: error.brief)
        }
    }

    private func outcome(_ database: Database) throws -> VerifiedOutcome {
        let columns = OpportunityTable.columns.joined(separator: ", ")
        let statement = try PreparedStatement(
            "SELECT \(columns) FROM \(OpportunityTable.name)", in: database)
        var rows = RowDigest()
        while try statement.step() { rows.add(row(statement.handle)) }
        let result = try StoredResult(database)
        return VerifiedOutcome(
            rows: rows.count, digest: rows.hexadecimal, remark: result?.remark,
            counts: result?.counts)
    }

    private func row(_ handle: OpaquePointer) -> RowHash {
        var row = RowHash()
        for column in 0..<Int32(OpportunityTable.columns.count) {
            let start = sqlite3_column_text(handle, column)
            row.addField(
                UnsafeRawBufferPointer(
                    start: start, count: Int(sqlite3_column_bytes(handle, column))))
        }
        return row
    }
}
