import PipelineKit
import TicketExport

/// A query a page, each of which walks over every row before it: constant memory, quadratic time.
struct LimitOffset: PostgreSQLExportStrategy {
    let name = "limit-offset"
    let about = "a query a page by LIMIT and OFFSET; every page walks over all before it"
    /// Less with every page: about that of half a million rows.
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
