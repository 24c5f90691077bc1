import PipelineKit
import TicketExport

/// A query a batch, each from where the last one ended: constant memory, and a place to stop after
/// every batch.
struct Keyset: PostgreSQLExportStrategy {
    let name = "keyset"
    let about = "a query a batch, each for the ids behind the last one's"
    let nominalUnitsPerSecond: Double? = 650_000
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            let columnCount = selection.query.columns.count
            let batchRowCount = context.settings.integer("batch")
            var ids = RisingIDs(of: connection.name)
            try connection.prepare(
                selection.select(.batch(fromID: .min, count: batchRowCount)))
            while case let wanted = selection.rowCount(of: batchRowCount, after: writer.rowCount),
                wanted > 0, let first = ids.next
            {
                let batch = selection.select(.batch(fromID: first, count: wanted))
                let rows = try connection.preparedRows(batch.values)
                guard try writer.add(rows, columnCount: columnCount), rows.count == wanted else {
                    return
                }
                try ids.take(rows.integer(rows.count - 1, column: columnCount))
            }
        }
    #endif
}
