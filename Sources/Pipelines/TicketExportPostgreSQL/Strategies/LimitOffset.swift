import PipelineKit
import TicketExport

/// A strategy with one query per page, each of which rescans all earlier rows: constant memory,
/// quadratic time.
struct LimitOffset: PostgreSQLExportStrategy {
    let name = "limit-offset"
    let about = "one query per page by LIMIT and OFFSET; each rescans all earlier rows"
    /// The speed at about half a million rows; it falls with each page.
    let nominalUnitsPerSecond: Double? = 600_000
    let nominalHalvingUnits: Double? = 40_000
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            let columnCount = selection.query.columns.count
            let pageRowCount = context.settings.integer("batch")
            try connection.prepare(selection.select(.page(offset: 0, count: pageRowCount)))
            while case let wanted = selection.rowCount(of: pageRowCount, after: writer.rowCount),
                wanted > 0
            {
                let page = selection.select(.page(offset: writer.rowCount, count: wanted))
                let rows = try connection.rows(of: .prepared(page.values))
                guard try writer.add(rows, columnCount: columnCount), rows.count == wanted else {
                    return
                }
            }
        }
    #endif
}
