import PipelineKit
import TicketExport

/// One query that the server holds open, fetched from in batches.
struct ServerCursor: PostgreSQLExportStrategy {
    let name = "server-cursor"
    let about = "one query that the server holds open, fetched from a batch at a time"
    let nominalUnitsPerSecond: Double? = 800_000
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            let columnCount = selection.query.columns.count
            let batchRowCount = context.settings.integer("batch")
            let query = selection.select(.whole).literalSQL
            try connection.perform("DECLARE export NO SCROLL CURSOR FOR \(query)")
            while true {
                let rows = try connection.rows(of: "FETCH FORWARD \(batchRowCount) FROM export")
                guard try writer.add(rows, columnCount: columnCount), rows.count == batchRowCount
                else { return }
            }
        }
    #endif
}
