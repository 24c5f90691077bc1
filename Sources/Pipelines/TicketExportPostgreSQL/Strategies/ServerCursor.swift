import PipelineKit
import TicketExport

/// A strategy that fetches batches from one open cursor: constant memory.
///
/// The server works on the next batch while one is written.
struct ServerCursor: PostgreSQLExportStrategy {
    let name = "server-cursor"
    let about =
        "one cursor, fetched from in batches; the next is fetched while one is written"
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
    /// The requests for batches of a cursor, which knows its own position.
    struct CursorBatches: BatchRequests {
        /// The cursor's name in SQL.
        let cursor: String

        func next(rowCount: Int) -> Request? {
            .statement("FETCH FORWARD \(rowCount) FROM \(cursor)")
        }

        func advance(past batch: borrowing Rows) {}
    }
#endif
