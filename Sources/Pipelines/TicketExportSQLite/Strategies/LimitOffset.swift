import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A query a page, each of which walks over every row before it: constant memory, quadratic time.
struct LimitOffset: SQLiteExportStrategy {
    let name = "limit-offset"
    let about = "a query a page by LIMIT and OFFSET; every page walks over all before it"
    /// Less with every page: about that of half a million rows.
    let nominalUnitsPerSecond: Double? = 800_000
    let nominalHalvingUnits: Double? = 85_000
    let demand: ExportCounter.Demand?

    func export(
        _ selection: TicketSelection, from database: Database, of context: TrialContext,
        to writer: inout DelimitedWriter
    ) throws {
        context.progress.phase("export")
        try writer.addRows(
            of: selection, inPagesOf: context.settings.integer("batch"), from: database)
    }
}
