import GRDB
import MemoryBudget
import PipelineKit
import ResultDatabase
import SQLiteStore

/// The result of a run, read back.
struct StoredOpportunities {
    let path: String

    /// Counts and digests the rows, and reads how the run says it ended.
    ///
    /// - Throws: ``WorkerError`` if there is no such database, or it is broken.
    func outcome() throws -> VerifiedOutcome {
        try ResultDatabase.read(path) { try outcome($0) }
    }

    private func outcome(_ database: Database) throws -> VerifiedOutcome {
        // A synced database may have tables and columns of its owner's, too.
        let layout = try DatabaseLayout.made(
            by: [OpportunityTable.creationSQL, SyncTables.creationSQL])
        if let difference = try DatabaseLayout(database).difference(from: layout, allowsMore: true)
        {
            throw WorkerError(.io, "database '\(path)' is laid out wrongly: \(difference)")
        }
        let columns = OpportunityTable.columns.joined(separator: ", ")
        let statement = try PreparedStatement(
            "SELECT \(columns) FROM \(OpportunityTable.name)", in: database)
        var rows = RowDigest()
        while try statement.step() { rows.add(RowHash(of: statement)) }
        let result = try StoredResult(database)
        return VerifiedOutcome(
            rows: rows.count, digest: rows.hexadecimal, remark: result?.remark,
            counts: result?.counts)
    }
}
