import GRDB
package import MemoryBudget
package import PipelineKit
import ResultDatabase
import SQLiteStore

/// Reading a stored table back, for verification.
package enum TableVerifier {
    /// Counts and digests the rows of a finished run's database.
    ///
    /// - Throws: ``WorkerError`` with code `io` for a missing, broken or wrongly laid out database.
    package static func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        let table = try TableSchema.of(datasetKind: artefact.datasetKind, input: artefact.input)
        return try ResultDatabase.read(artefact.output) { database in
            try check(database, table: table, path: artefact.output)
            return try digest(database, table: table)
        }
    }

    private static func check(_ database: Database, table: TableSchema, path: String) throws {
        let layout = try DatabaseLayout.made(by: [table.creationSQL])
        guard let difference = try DatabaseLayout(database).difference(from: layout) else { return }
        throw WorkerError(.io, "database '\(path)' is not laid out for the input: \(difference)")
    }

    private static func digest(_ database: Database, table: TableSchema) throws -> VerifiedOutcome {
        let sql = "SELECT * FROM \(quoted(table.name))"
        let statement = try PreparedStatement(sql, in: database)
        var digest = RowDigest()
        while try statement.step() { digest.add(RowHash(of: statement)) }
        return VerifiedOutcome(rows: digest.count, digest: digest.hexadecimal)
    }
}
