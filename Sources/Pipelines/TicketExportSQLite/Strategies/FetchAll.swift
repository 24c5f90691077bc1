import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A strategy that fetches every row into memory, then writes the file, as most code does at first.
struct FetchAll: SQLiteExportStrategy {
    let name = "fetch-all"
    let about =
        "every row into memory, then the file; cuts text at a NUL, invalid UTF-8 becomes U+FFFD"
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
