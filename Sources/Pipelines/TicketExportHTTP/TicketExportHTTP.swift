package import MemoryBudget
package import PipelineKit
import TicketExport
import TicketReading

/// A pipeline that serves tickets of an SQLite database over HTTP; the server is measured.
///
/// ```swift
/// let pipeline = TicketExportHTTP()
/// print(pipeline.strategies.map(\.name))  // fetch-all, fire-and-forget, keyset, streamed
/// ```
package struct TicketExportHTTP: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "ticket-export-http"
    /// The description in lists.
    package let about = "tickets of an SQLite database to an HTTP client, as CSV, TSV or text"
    /// The unit of progress.
    package let unit = "tickets"
    /// The maximum output per byte of input; text is a little longer than its stored form.
    package let outputBytesPerInputByte: Double? = 1.2
    /// The kind of the generated database.
    package let datasetKinds = ["tickets"]
    /// The settings: the tickets, the format, the rows per batch, and the client's speed.
    package let parameters =
        TicketSelection.parameters + [
            ExportFormat.parameter, TicketSelection.batchParameter, Client.parameter,
        ]
    /// The strategies, from the naive ones to the recommended one.
    package let strategies: [any Strategy] = [
        FetchAll(), FireAndForget(), Keyset(), Streamed(),
    ]

    /// Reads back the client's download and checks it.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try ExportCheck.outcome(of: artefact)
    }
}
