import PipelineKit
import TicketExport

/// One query that the server holds open, fetched from in batches: constant memory. The server works on
/// the next batch while one is written.
struct ServerCursor: PostgreSQLExportStrategy {
    let name = "server-cursor"
    let about =
        "one query that the server holds open; the next batch is fetched while one is written"
    let nominalUnitsPerSecond: Double? = 800_000
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            let columnCount = selection.query.columns.count
            let query = selection.select(.whole).literalSQL
            try connection.perform("DECLARE export NO SCROLL CURSOR FOR \(query)")
            try connection.forEachBatch(
                of: selection, rowCount: context.settings.integer("batch"),
                requests: CursorBatches(cursor: "export")
            ) { try writer.add($0, columnCount: columnCount) }
        }
    #endif
}

#if PostgreSQL
    /// Batches fetched from a cursor, which knows where the next one begins.
    struct CursorBatches: BatchRequests {
        /// The cursor's name in SQL.
        let cursor: String

        func next(rowCount: Int) -> Request? {
            .statement("FETCH FORWARD \(rowCount) FROM \(cursor)")
        }

        func advance(past batch: borrowing Rows) {}
    }
#endif
