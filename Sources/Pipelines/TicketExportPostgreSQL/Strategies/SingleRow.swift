import PipelineKit
import TicketExport

/// A strategy that runs one query in libpq's single-row mode, which returns rows as they arrive.
struct SingleRow: PostgreSQLExportStrategy {
    let name = "single-row"
    let about = "one query in single-row mode, each row written as it arrives"
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
