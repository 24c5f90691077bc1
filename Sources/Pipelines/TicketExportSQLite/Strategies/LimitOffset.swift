import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A strategy with one query per page, each of which rescans all earlier rows: constant memory,
/// quadratic time.
struct LimitOffset: SQLiteExportStrategy {
    let name = "limit-offset"
    let about = "one query per page by LIMIT and OFFSET; each rescans all earlier rows"
    /// The speed at about half a million rows; it falls with each page.
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
