import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A query a batch, each from where the last one ended: constant memory, and a place to stop after
/// every batch.
struct Keyset: SQLiteExportStrategy {
    let name = "keyset"
    let about = "a query a batch, each for the ids behind the last one's"
    let nominalUnitsPerSecond: Double? = 1_400_000
    let demand: ExportCounter.Demand?

    func export(
        _ selection: TicketSelection, from database: Database, of context: TrialContext,
        to writer: inout DelimitedWriter
    ) throws {
        context.progress.phase("export")
        try writer.addRows(
            of: selection, inBatchesOf: context.settings.integer("batch"), from: database,
            named: context.input)
    }
}
