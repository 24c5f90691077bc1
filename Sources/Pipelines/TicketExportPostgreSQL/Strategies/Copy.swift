import PipelineKit
import TicketExport

/// A strategy that streams the rows by COPY and writes each as it arrives: constant memory.
///
/// It reads COPY's text format, which costs the server less than CSV; the worker's core has time to
/// decode it.
struct Copy: PostgreSQLExportStrategy {
    let name = "copy"
    let about = "streams the rows by COPY as text, and writes each as it arrives"
    let nominalUnitsPerSecond: Double? = 1_200_000
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            let query = selection.select(.whole).literalSQL
            // The server sends one row per message.
            try connection.forEachCopiedRow(of: "COPY (\(query)) TO STDOUT") { row in
                try forEachCopiedField(of: row) { try writer.addField($0) }
                return writer.endRow()
            }
        }
    #endif
}
