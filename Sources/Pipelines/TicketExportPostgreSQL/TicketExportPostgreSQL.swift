package import MemoryBudget
package import PipelineKit
package import TicketExport

/// A pipeline that exports tickets of a PostgreSQL database to a CSV, TSV or text file.
///
/// The input is a connection string for libpq, `host=/run/postgresql dbname=shop`, or a URI.
///
/// ```swift
/// let pipeline = TicketExportPostgreSQL()
/// print(pipeline.strategies.map(\.name))  // fetch-all, limit-offset, keyset, single-row, …
/// ```
package struct TicketExportPostgreSQL: Pipeline {
    private let demand: ExportCounter.Demand?

    /// Creates the pipeline.
    ///
    /// - Parameter demand: Called after each row with the number of rows; `false` ends the export
    ///   there. Without it every row is wanted.
    package init(demand: ExportCounter.Demand? = nil) {
        self.demand = demand
    }

    /// The name in scenarios.
    package let name = "ticket-export-postgresql"
    /// The description in lists.
    package let about = "tickets of a PostgreSQL database into a CSV, TSV or text file"
    /// The unit of progress.
    package let unit = "tickets"
    /// The maximum output per byte of input; text is a little longer than its stored form.
    package let outputBytesPerInputByte: Double? = 1.2
    /// The kind of the generated database, on a server of its own.
    package let datasetKinds = ["tickets-postgresql"]
    /// The settings: the tickets, the format, and the rows per batch.
    package let parameters =
        TicketSelection.parameters + [ExportFormat.parameter, TicketSelection.batchParameter]
    /// The strategies, from the naive one to the recommended one.
    package var strategies: [any Strategy] {
        [
            FetchAll(demand: demand), LimitOffset(demand: demand), Keyset(demand: demand),
            SingleRow(demand: demand), ServerCursor(demand: demand), Copy(demand: demand),
        ]
    }

    /// Reads the export back and checks it.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        let selection = TicketSelection(artefact.settings)
        let format = try ExportFormat(artefact.settings, for: selection.query)
        let file = ExportedFile(path: artefact.output, format: format, query: selection.query)
        return try selection.outcome(found: try file.digest()) {
            #if PostgreSQL
                try Connection(artefact.input).digest(of: selection)
            #else
                throw WorkerError(.unavailable, "cannot query the database: \(withoutPostgreSQL)")
            #endif
        }
    }
}

#if !PostgreSQL
    /// The error message of every operation in a build without PostgreSQL.
    let withoutPostgreSQL =
        "this worker was built without package trait PostgreSQL; install libpq-dev and build it"
        + " with the default traits"
#endif
