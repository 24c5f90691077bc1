import GRDB
import GRDBSQLite
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
        let names = try database.columns(in: table.name).map(\.name)
        guard names == table.columns.map(\.name) else {
            throw WorkerError(.io, "table '\(table.name)' of '\(path)' has not the input's columns")
        }
    }

    private static func digest(_ database: Database, table: TableSchema) throws -> VerifiedOutcome {
        let sql = "SELECT * FROM \(quoted(table.name))"
        let statement = try PreparedStatement(sql, in: database)
        var digest = RowDigest()
        while try statement.step() {
            var row = RowHash()
            for (index, column) in table.columns.enumerated() {
                add(column.type, at: Int32(index), of: statement.handle, to: &row)
            }
            digest.add(row)
        }
        return VerifiedOutcome(rows: digest.count, digest: digest.hexadecimal)
    }

    /// Adds a stored value by its canonical text; one of another type than the column's gets bytes
    /// that no good field has, so that it shows.
    private static func add(
        _ type: ColumnType, at index: Int32, of handle: OpaquePointer, to row: inout RowHash
    ) {
        switch (type, sqlite3_column_type(handle, index)) {
        case (.integer, SQLITE_INTEGER):
            row.addField(String(sqlite3_column_int64(handle, index)))
        case (.price, SQLITE_FLOAT):
            row.addField(priceText(sqlite3_column_double(handle, index)))
        case (.text, SQLITE_TEXT), (.nonEmptyText, SQLITE_TEXT), (.date, SQLITE_TEXT):
            let start = sqlite3_column_text(handle, index)
            let count = Int(sqlite3_column_bytes(handle, index))
            row.addField(UnsafeRawBufferPointer(start: start, count: count))
        case (_, let storedType):
            withUnsafeBytes(of: (UInt8(0xFF), UInt8(truncatingIfNeeded: storedType))) {
                row.addField($0)
            }
        }
    }

    /// The two decimals that a price was stored from; all digits if it was stored from others.
    static func priceText(_ price: Double) -> String {
        guard price >= 0, price < 1e9 else { return "\(price)" }
        let hundredths = Int((price * 100).rounded())
        guard Double(hundredths) / 100 == price else { return "\(price)" }
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
