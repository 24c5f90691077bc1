import GRDB
import MemoryBudget
import PipelineKit
import ResultDatabase
import SQLiteStore
import TicketExport
import TicketReading

/// The verification of a migrated table.
enum MigratedTable {
    /// Counts and digests the tickets of a finished run's database, and counts those without a
    /// barcode of their own.
    ///
    /// - Throws: ``WorkerError`` for a database that is missing, broken or has the wrong layout.
    static func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        let layout = try TicketDatabase.reading(artefact.input) { try DatabaseLayout($0) }
        return try ResultDatabase.read(artefact.output) { database in
            if let difference = try DatabaseLayout(database).difference(from: layout) {
                throw WorkerError(
                    .io,
                    "database '\(artefact.output)' doesn't have its input's layout: \(difference)")
            }
            let digest = try digest(database)
            return VerifiedOutcome(
                rows: digest.count, digest: digest.hexadecimal, expectation: "migrated",
                remark: try remark(database))
        }
    }

    /// Digests the tickets as they are stored, including each value's type.
    private static func digest(_ database: Database) throws -> RowDigest {
        let all = TicketSelection(query: .all).select(.whole)
        let statement = try PreparedStatement(all.sql, in: database)
        var digest = RowDigest()
        while try statement.step() { digest.add(RowHash(of: statement)) }
        return digest
    }

    /// Describes a wrong result; `nil` if every ticket has a barcode of its own.
    private static func remark(_ database: Database) throws -> String? {
        let missingCount = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM tickets WHERE \(Barcode.isMissingSQL)")
        if let missingCount, missingCount > 0 {
            return
                "\(grouped(missingCount)) tickets have no \(Barcode.digitCount)-digit barcode"
        }
        let sharedCount = try Int.fetchOne(
            database, sql: "SELECT count(*) - count(DISTINCT barcode) FROM tickets")
        guard let sharedCount, sharedCount > 0 else { return nil }
        return "\(grouped(sharedCount)) tickets have the same barcode as another one"
    }
}
