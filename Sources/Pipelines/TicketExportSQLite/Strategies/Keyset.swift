import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A strategy with one query per batch, each starting after the last batch's ids: constant memory.
///
/// It could stop after every batch.
struct Keyset: SQLiteExportStrategy {
    let name = "keyset"
    let about = "one query per batch, each for the ids after the last batch's"
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
