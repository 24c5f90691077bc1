import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A strategy that steps through one query and writes each row right away: constant memory.
struct Cursor: SQLiteExportStrategy {
    let name = "cursor"
    let about = "steps through one query and writes each row's bytes in place"
    let nominalUnitsPerSecond: Double? = 1_500_000
    let demand: ExportCounter.Demand?

    func export(
        _ selection: TicketSelection, from database: Database, of context: TrialContext,
        to writer: inout DelimitedWriter
    ) throws {
        context.progress.phase("export")
        try writer.addRows(of: selection, from: database)
    }
}
