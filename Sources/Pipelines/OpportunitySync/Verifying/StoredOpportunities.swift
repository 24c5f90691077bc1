import GRDB
import MemoryBudget
import PipelineKit
import ResultDatabase
import SQLiteStore

/// The verification of a sync's database.
struct StoredOpportunities {
    let path: String

    /// Counts and digests the rows, and reads the run's stored result.
    ///
    /// - Throws: ``WorkerError`` for a database that is missing, broken or has the wrong layout.
    func outcome() throws -> VerifiedOutcome {
        try ResultDatabase.read(path) { try outcome($0) }
    }

    private func outcome(_ database: Database) throws -> VerifiedOutcome {
        // A synced database may also have tables and columns of its owner.
        let layout = try DatabaseLayout.made(
            by: [OpportunityTable.creationSQL, SyncTables.creationSQL])
        if let difference = try DatabaseLayout(database).difference(from: layout, allowsMore: true)
        {
            throw WorkerError(.io, "database '\(path)' has the wrong layout: \(difference)")
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
