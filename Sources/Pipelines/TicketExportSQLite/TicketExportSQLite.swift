package import MemoryBudget
package import PipelineKit
package import TicketExport
import TicketReading

/// A pipeline that exports tickets of an SQLite database to a CSV, TSV or text file.
///
/// ```swift
/// let pipeline = TicketExportSQLite()
/// print(pipeline.strategies.map(\.name))  // fetch-all, limit-offset, keyset, cursor
/// ```
package struct TicketExportSQLite: Pipeline {
    private let demand: ExportCounter.Demand?

    /// Creates the pipeline.
    ///
    /// - Parameter demand: Called after each row with the number of rows; `false` ends the export
    ///   there. Without it every row is wanted.
    package init(demand: ExportCounter.Demand? = nil) {
        self.demand = demand
    }

    /// The name in scenarios.
    package let name = "ticket-export"
    /// The description in lists.
    package let about = "tickets of an SQLite database into a CSV, TSV or text file"
    /// The unit of progress.
    package let unit = "tickets"
    /// The maximum output per byte of input; text is a little longer than its stored form.
    package let outputBytesPerInputByte: Double? = 1.2
    /// The kind of the generated database.
    package let datasetKinds = ["tickets"]
    /// The settings: the tickets, the format, and the rows per batch.
    package let parameters =
        TicketSelection.parameters + [ExportFormat.parameter, TicketSelection.batchParameter]
    /// The strategies, from the naive one to the recommended one.
    package var strategies: [any Strategy] {
        [
            FetchAll(demand: demand), LimitOffset(demand: demand), Keyset(demand: demand),
            Cursor(demand: demand),
        ]
    }

    /// Reads the export back and checks it.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try ExportCheck.outcome(of: artefact)
    }
}
