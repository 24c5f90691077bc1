import GRDB
import PipelineKit

/// Pages by OFFSET over the tickets without a barcode, of which every commit makes fewer: the next
/// page begins behind as many that it never saw. Small, quick and wrong, which verification says.
struct OffsetBatches: MigrationStrategy {
    let name = "offset-batches"
    let about =
        "a commit a page, by OFFSET over what the commits change: it skips tickets and is wrong"
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
