import GRDB
package import MemoryBudget
package import PipelineKit
import ResultDatabase
import SQLiteStore

/// The verification of a stored table.
///
/// ```swift
/// import MemoryBudget
/// import PipelineKit
///
/// func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
///     try TableVerifier.verify(artefact)
/// }
/// ```
package enum TableVerifier {
    /// Counts and digests the rows of a finished run's database.
    ///
    /// - Throws: ``WorkerError`` with code `io` for a database that is missing, broken or has the
    ///   wrong layout.
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
        throw WorkerError(.io, "database '\(path)' has the wrong layout: \(difference)")
    }

    private static func digest(_ database: Database, table: TableSchema) throws -> VerifiedOutcome {
        let sql = "SELECT * FROM \(quoted(table.name))"
        let statement = try PreparedStatement(sql, in: database)
        var digest = RowDigest()
        while try statement.step() { digest.add(RowHash(of: statement)) }
        return VerifiedOutcome(rows: digest.count, digest: digest.hexadecimal)
    }
}
