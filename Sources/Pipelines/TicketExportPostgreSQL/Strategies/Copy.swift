import PipelineKit
import TicketExport

/// The server writes rows in COPY's own text, and each goes into the file as it comes: constant
/// memory.
///
/// The server's text costs it less than its CSV does, and here is a core that waits for it.
struct Copy: PostgreSQLExportStrategy {
    let name = "copy"
    let about = "COPY streams the rows as text, and each goes into the file as it comes"
    let nominalUnitsPerSecond: Double? = 1_200_000
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            let query = selection.select(.whole).literalSQL
            // The server sends a row a message.
            try connection.forEachCopiedRow(of: "COPY (\(query)) TO STDOUT") { row in
                try forEachCopiedField(of: row) { try writer.addField($0) }
                return writer.endRow()
            }
        }
    #endif
}
