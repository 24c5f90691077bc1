import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A query a page, each of which walks over every row before it: constant memory, quadratic time.
struct LimitOffset: SQLiteExportStrategy {
    let name = "limit-offset"
    let about = "a query a page by LIMIT and OFFSET; every page walks over all before it"
    /// Less with every page: about that of half a million rows.
    let nominalUnitsPerSecond: Double? = 60_000
    let demand: ExportCounter.Demand?

    func export(
        _ selection: TicketSelection, from database: Database, of context: TrialContext,
        to writer: inout DelimitedWriter
    ) throws {
        context.progress.phase("export")
        let columns = ColumnKinds(selection.query)
        let pageRowCount = context.settings.integer("batch")
        let cursor = try TicketCursor(
            database, select: selection.select(.page(offset: 0, count: pageRowCount)))
        while case let wanted = selection.rowCount(of: pageRowCount, after: writer.rowCount),
            wanted > 0
        {
            let start = writer.rowCount
            try cursor.restart(selection.select(.page(offset: start, count: wanted)))
            while try cursor.step() {
                guard try writer.addRow(cursor, columns: columns) else { return }
            }
            guard writer.rowCount - start == wanted else { return }
        }
    }
}
