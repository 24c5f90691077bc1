import GRDB
import PipelineKit

/// A strategy that fetches every ticket, then updates all in one transaction, as scripts often do.
struct FetchAll: MigrationStrategy {
    let name = "fetch-all"
    let about = "every ticket into memory, then one transaction"
    let nominalUnitsPerSecond: Double? = 95_000
    let nominalBytesPerUnit: Double? = 520

    func migrate(_ database: Database, context: TrialContext) throws -> Bool {
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM tickets ORDER BY id")
        try database.inTransaction(.immediate) {
            for row in rows {
                let barcode: DatabaseValue = row["barcode"]
                if String.fromDatabaseValue(barcode)?.count != Barcode.digitCount {
                    guard let id = Int64.fromDatabaseValue(row["id"]) else {
                        throw WorkerError(.badSetting, "a ticket's id is not a whole number")
                    }
                    try database.execute(
                        sql: "UPDATE tickets SET barcode = ? WHERE id = ?",
                        arguments: [Barcode(ticketID: id).text, id])
                }
                context.progress.advance()
            }
            return .commit
        }
        return true
    }
}
