import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// Every row into memory, then the file: what a query's first result is in most code.
struct FetchAll: SQLiteExportStrategy {
    let name = "fetch-all"
    let about =
        "every row into memory, then the file; a text is cut at a NUL, bytes that aren't UTF-8 become U+FFFD"
    let nominalUnitsPerSecond: Double? = 450_000
    let nominalBytesPerUnit: Double? = 500
    let demand: ExportCounter.Demand?

    func export(
        _ selection: TicketSelection, from database: Database, of context: TrialContext,
        to writer: inout DelimitedWriter
    ) throws {
        context.progress.phase("fetch")
        try writer.addFetchedRows(of: selection, from: database) {
            context.progress.phase("export")
        }
    }
}
