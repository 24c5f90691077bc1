package import MemoryBudget
package import PipelineKit
import TicketExport
import TicketReading

/// Tickets of an SQLite database to a client over HTTP; the measured process is the server.
package struct TicketExportHTTP: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "ticket-export-http"
    /// The line in lists.
    package let about = "tickets of an SQLite database to an HTTP client, as CSV, TSV or text"
    /// Tickets.
    package let unit = "tickets"
    /// Text is a little longer than what it was stored as.
    package let outputBytesPerInputByte: Double? = 1.2
    /// The generated database.
    package let datasetKinds = ["tickets"]
    /// The tickets that are exported, their format, the batches, and the client's speed.
    package let parameters =
        TicketSelection.parameters + [
            ExportFormat.parameter, TicketSelection.batchParameter, Client.parameter,
        ]
    /// From the naive ones to ours.
    package let strategies: [any Strategy] = [
        FetchAll(), FireAndForget(), Keyset(), Streamed(),
    ]

    /// Reads back what the client received.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try ExportCheck.outcome(of: artefact)
    }
}
