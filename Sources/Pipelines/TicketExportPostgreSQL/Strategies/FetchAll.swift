import PipelineKit
import TicketExport

/// A strategy that fetches every row into memory, then writes the file, as libpq does by default.
struct FetchAll: PostgreSQLExportStrategy {
    let name = "fetch-all"
    let about = "every row into memory, then the file"
    let nominalUnitsPerSecond: Double? = 700_000
    let nominalBytesPerUnit: Double? = 280
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            context.progress.phase("fetch")
            let rows = try connection.rows(of: .select(selection.select(.whole)))
            context.progress.phase("export")
            _ = try writer.add(rows, columnCount: selection.query.columns.count)
        }
    #endif
}
