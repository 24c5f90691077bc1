import PipelineKit
import TicketExport

/// One query whose rows libpq hands over one at a time, as they come from the socket.
struct SingleRow: PostgreSQLExportStrategy {
    let name = "single-row"
    let about = "one query, its rows handed over one at a time as they arrive"
    let nominalUnitsPerSecond: Double? = 800_000
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            let columnCount = selection.query.columns.count
            try connection.forEachRow(of: selection.select(.whole)) { row in
                try writer.add(row, columnCount: columnCount)
            }
        }
    #endif
}
