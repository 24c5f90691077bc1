import GRDB
import PipelineKit

/// A strategy that pages by OFFSET over the tickets that still lack a barcode.
///
/// Each commit removes a page of tickets from that list, so the next page skips as many. It is
/// small, fast and wrong, which verification detects.
struct OffsetBatches: MigrationStrategy {
    let name = "offset-batches"
    let about =
        "one commit per page, by OFFSET over rows that the commits change: skips tickets"
    let nominalUnitsPerSecond: Double? = 500_000
    let nominalHalvingUnits: Double? = 150_000

    func migrate(_ database: Database, context: TrialContext) throws -> Bool {
        let batchCount = context.settings.integer("batch")
        let update = try BarcodeUpdate(database)
        var offset = 0
        while true {
            let ids = try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM tickets WHERE \(Barcode.isMissingSQL)
                    ORDER BY id LIMIT ? OFFSET ?
                    """, arguments: [batchCount, offset])
            guard !ids.isEmpty else { return true }
            try database.inTransaction(.immediate) {
                for id in ids { try update.run(ticketID: id) }
                return .commit
            }
            context.progress.advance(ids.count)
            offset += batchCount
        }
    }
}
