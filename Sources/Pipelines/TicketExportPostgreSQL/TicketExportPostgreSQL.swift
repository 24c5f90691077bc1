package import MemoryBudget
package import PipelineKit
package import TicketExport

/// Tickets of a PostgreSQL database into a CSV, TSV or text file.
///
/// The input is what libpq connects with: `host=/run/postgresql dbname=shop`, or a URI.
package struct TicketExportPostgreSQL: Pipeline {
    private let demand: ExportCounter.Demand?

    /// Makes the pipeline.
    ///
    /// - Parameter demand: Asked after every row with their number; false ends the export with what
    ///   it has. Without one every row is wanted.
    package init(demand: ExportCounter.Demand? = nil) {
        self.demand = demand
    }

    /// The name in scenarios.
    package let name = "ticket-export-postgresql"
    /// The line in lists.
    package let about = "tickets of a PostgreSQL database into a CSV, TSV or text file"
    /// Tickets.
    package let unit = "tickets"
    /// Text is a little longer than what it was stored as.
    package let outputBytesPerInputByte: Double? = 1.2
    /// The generated rows, in a server of their own.
    package let datasetKinds = ["tickets-postgresql"]
    /// What is exported, how, and how many rows a batch holds.
    package let parameters =
        TicketSelection.parameters + [ExportFormat.parameter, TicketSelection.batchParameter]
    /// From the naive one to ours.
    package var strategies: [any Strategy] {
        [
            FetchAll(demand: demand), LimitOffset(demand: demand), Keyset(demand: demand),
            SingleRow(demand: demand), ServerCursor(demand: demand), Copy(demand: demand),
        ]
    }

    /// Reads the export back.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        let selection = TicketSelection(artefact.settings)
        let format = try ExportFormat(artefact.settings, for: selection.query)
        let file = ExportedFile(path: artefact.output, format: format, query: selection.query)
        return try selection.outcome(found: try file.digest()) {
            #if PostgreSQL
                try Connection(artefact.input).digest(of: selection)
            #else
                throw WorkerError(.unavailable, "cannot ask the database: \(withoutPostgreSQL)")
            #endif
        }
    }
}

#if !PostgreSQL
    /// Why nothing can be done here.
    let withoutPostgreSQL =
        "this worker was built without package trait PostgreSQL; install libpq-dev and build it"
        + " with the default traits"
#endif
